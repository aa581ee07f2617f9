import type { MeshClusterSpec } from '@meshwright/plugin-mesh-common';
import { type ArmCore, createArm } from '@meshwright/sandbox';
import { seedSurroundings } from './seedSurroundings';
import type { CampaignClock } from './VirtualClock';

/** An Azure of its own for one cluster, with what is there before it. */
export async function createAzure(options: {
  spec: MeshClusterSpec;
  clock: CampaignClock;
  /** How many times faster than Azure. */
  speed?: number;
}): Promise<ArmCore> {
  const { spec, clock, speed = 1 } = options;
  const arm = createArm({
    subscriptionId: spec.subscriptionId,
    resourceGroup: 'rg-shared',
    zones: [],
    clusters: [],
    speed,
    now: clock.now,
  });
  await seedSurroundings(arm, spec);
  return arm;
}
