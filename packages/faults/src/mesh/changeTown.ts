import { setTimeout as sleep } from 'node:timers/promises';
import { buildApprovalScope } from '@meshwright/plugin-mesh-common';
import { EDITS } from './editTown';
import type { MeshRun } from './MeshRun';
import { patiently } from './patiently';
import { refOf, STEPS, toStage } from './Town';

/** What is there before the first pass: old namespaces, with pods in them. */
export async function prepareTown(run: MeshRun): Promise<void> {
  const { town, random, scene, slot, pods } = run;
  const old = town.namespaces.filter(({ isOld }) => isOld);
  for (const { name } of old) {
    await scene.admin.createNamespace(name);
    const place = random.below(STEPS.length);
    const stage = toStage(town, { namespace: name, place });
    await patiently(() => slot.stores.stages.put(stage));
  }
  const homes = old.map(({ name }) => name);
  await pods.surge({
    ...town,
    apps: town.apps.filter(({ namespace }) => homes.includes(namespace)),
  });
}

/** Some edits of files, one after the other. */
export async function changeTown(run: MeshRun): Promise<string[]> {
  const { random } = run;
  const done: string[] = [];
  for (let left = 1 + random.below(3); left > 0; left -= 1) {
    const edit = random.pick(EDITS);
    const town = structuredClone(run.town);
    edit.apply(town, random);
    run.town = town;
    done.push(edit.name);
    await run.onStep?.();
    run.trigger();
    await sleep(random.below(400));
  }
  return done;
}

/** A decision of somebody about a request, or about a namespace. */
export async function decideSomething(run: MeshRun): Promise<string[]> {
  const old = run.town.namespaces.filter(({ isOld }) => isOld);
  return old.length > 0 && run.random.chance(0.5)
    ? moveStage(run)
    : decideRequest(run);
}

async function moveStage(run: MeshRun): Promise<string[]> {
  const { town, random, slot } = run;
  const old = town.namespaces.filter(({ isOld }) => isOld);
  const { name: namespace } = random.pick(old);
  const stages = await patiently(() => slot.stores.stages.list());
  const now = stages.find(stage => stage.namespace === namespace);
  const place = STEPS.findIndex(
    ({ stage, step }) => stage === now?.stage && step === now.step,
  );
  const next = random.chance(0.7) ? place + 1 : place - 1;
  const bounded = Math.min(Math.max(next, 0), STEPS.length - 1);
  const stage = toStage(town, { namespace, place: bounded });
  await patiently(() => slot.stores.stages.put(stage));
  return [`${namespace} goes to ${stage.stage} (${stage.step})`];
}

async function decideRequest(run: MeshRun): Promise<string[]> {
  const { random, slot } = run;
  const model = await run.readModel();
  const names = run.town.apps.map(({ name }) => name);
  const pairs = random.shuffle(
    names.flatMap(from => names.map(to => [from, to] as const)),
  );
  const decision = random.pick(['approve', 'decline'] as const);
  for (const [from, to] of pairs) {
    const consumerRef = refOf(from);
    const providerRef = refOf(to);
    const request = { consumerRef, providerRef, environment: '*' };
    const scope = buildApprovalScope(model, request);
    if (scope) {
      await patiently(() =>
        slot.stores.approvals.add({
          ...request,
          decision,
          scope,
          by: 'user:default/olaf',
          at: new Date().toISOString(),
        }),
      );
      return [`${decision} ${from} → ${to}`];
    }
  }
  return ['nothing to decide'];
}
