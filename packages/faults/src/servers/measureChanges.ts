import { canonicalJson, objectKey } from '@meshwright/plugin-mesh-common';
import type { BackendProcess } from './BackendProcess';
import type { Editor } from './Editor';
import type { LiveObjects } from './LiveObjects';
import { objectPath } from './parts';
import { type Spread, toSpread } from './spread';

type Scene = {
  backend: BackendProcess;
  editor: Editor;
  live: LiveObjects;
  count: number;
};

/** From the edit of an entity to the last object that follows from it. */
export async function measureEdits(scene: Scene): Promise<Spread> {
  const { backend, editor, live, count } = scene;
  const times: number[] = [];
  for (let number = 0; number < count; number += 1) {
    const { entity, listOpen } = editor.next();
    await backend.settle();
    const start = performance.now();
    await backend.edit(entity);
    times.push(await live.until(listOpen, start));
  }
  return toSpread(times);
}

/** From a change by hand to the object as it was. */
export async function measureRepairs(
  scene: Scene & { url: string },
): Promise<Spread> {
  const { backend, editor, live, count, url } = scene;
  const times: number[] = [];
  for (const policy of editor.pickPolicies(Math.ceil(count / 2))) {
    const key = objectKey(policy);
    const wanted = canonicalJson(live.objects.get(key)?.spec);
    await backend.settle();
    const start = performance.now();
    const response = await fetch(
      `${url}${objectPath(policy)}?fieldManager=kubectl-edit`,
      {
        method: 'PATCH',
        headers: { 'content-type': 'application/merge-patch+json' },
        body: JSON.stringify({ spec: { rules: [{}], action: 'ALLOW' } }),
      },
    );
    if (!response.ok) {
      throw new Error(`Change by hand: ${await response.text()}`);
    }
    const changed = await response.json();
    times.push(
      await live.until(objects => {
        const { metadata, spec } = objects.get(key) ?? {};
        // A watch may be behind: what it tells may be of before the change.
        const isLater =
          Number(metadata?.resourceVersion) >
          Number(changed.metadata.resourceVersion);
        const isRepaired = isLater && canonicalJson(spec) === wanted;
        return isRepaired ? [] : [key];
      }, start),
    );
  }
  return toSpread(times);
}
