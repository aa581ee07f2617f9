import type { MeshObject } from '../objects/types';
import type { Labels } from './labelSelector';
import type { ObjectChange } from './listChanges';
import { PolicyScene } from './PolicyScene';

const policyKinds = ['AuthorizationPolicy', 'NetworkPolicy'];

/** One scene for every namespace in which the plan touches a policy. */
export function createScenes(
  changes: readonly ObjectChange[],
  live: ReadonlyMap<string, MeshObject>,
): Map<string, Map<string, PolicyScene>> {
  const touched = new Map(
    changes
      .filter(({ key }) => policyKinds.some(kind => key.includes(`/${kind}/`)))
      .map(change => [change.key, change]),
  );
  const pods = new Map<string, Labels[]>();
  const scenes = new Map<string, Map<string, PolicyScene>>();
  for (const change of touched.values()) {
    const { namespace = '' } = objectOf(change).metadata;
    pods.set(namespace, []);
    scenes.set(namespace, new Map());
  }
  for (const { kind, metadata } of live.values()) {
    if (kind === 'Pod') {
      pods.get(metadata.namespace ?? '')?.push(metadata.labels ?? {});
    }
  }
  for (const [namespace, byKind] of scenes) {
    for (const kind of policyKinds) {
      byKind.set(kind, new PolicyScene(pods.get(namespace) ?? []));
    }
  }
  const add = (key: string, object: MeshObject, change?: ObjectChange) =>
    scenes
      .get(object.metadata.namespace ?? '')
      ?.get(object.kind)
      ?.add(key, live.get(key), change);
  live.forEach((object, key) => add(key, object, touched.get(key)));
  for (const [key, change] of touched) {
    if (change.type === 'create') {
      add(key, change.desired, change);
    }
  }
  return scenes;
}

/** The object that a change is about. */
export function objectOf(change: ObjectChange): MeshObject {
  return change.type === 'delete' ? change.live : change.desired;
}
