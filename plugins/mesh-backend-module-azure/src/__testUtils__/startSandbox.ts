import { type Arm, type ArmCluster, startArm } from '@meshwright/sandbox';

export const subscriptionId = '00000000-0000-0000-0000-000000000001';
export const resourceGroup = 'mesh-rg';
export const zone = 'mesh.internal';

/** Starts the sandbox's Azure and signs this process in. */
export async function startSandbox(
  clusters: ArmCluster[] = [],
): Promise<Arm & { stop(): Promise<void> }> {
  const environment = { ...process.env };
  const options = { port: 0, subscriptionId, resourceGroup };
  const arm = await startArm({ ...options, zones: [zone], clusters });
  process.env.IDENTITY_ENDPOINT = arm.identity.endpoint;
  process.env.IDENTITY_HEADER = arm.identity.header;
  return {
    ...arm,
    async stop() {
      process.env = environment;
      await arm.stop();
    },
  };
}
