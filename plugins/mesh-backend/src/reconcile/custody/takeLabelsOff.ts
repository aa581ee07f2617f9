import { isPolicyHeldBy, listHeld } from '@meshwright/plugin-mesh-common';
import { count } from './count';
import { listHeldRecords, readWorld } from './readWorld';
import { type Handover, transferAll } from './transferAll';
import type { StepOutcome, UninstallContext } from './uninstallCluster';

/**
 * Makes everything that is still ours nobody's, and leaves it as it is: all
 * of it for a release, Namespaces and ServiceAccounts after a removal.
 */
export async function takeLabelsOff(
  context: UninstallContext,
): Promise<StepOutcome> {
  const { managed, decision, config, auditor, writes, signal } = context;
  const { instance } = config;
  const world = await readWorld(context);
  const held = listHeld(world.snapshot.objects, instance);
  const left = held.filter(object => isPolicyHeldBy(object, instance));
  if (decision.state === 'removing' && left.length > 0) {
    return {
      ...{ changes: 0, failed: [] },
      waiting: 'Something of ours came back; the next pass removes it',
    };
  }
  const from = instance;
  const handovers: Handover[] = [
    ...held.map(object => ({ object, from })),
    ...listHeldRecords(world, { instance, cluster: managed.name }).map(
      record => ({ record, from }),
    ),
  ];
  const { applied, failed } = await transferAll(handovers, {
    ...{ managed, auditor, signal },
    onWrite: key => writes.note(managed.name, key),
  });
  const waiting =
    failed.length > 0
      ? `Our labels are still on ${count(failed.length, 'object')} of ${
          handovers.length
        }; ${failed[0]}. The next pass tries again`
      : world.zoneGap;
  return { changes: applied, failed, ...(waiting && { waiting }) };
}
