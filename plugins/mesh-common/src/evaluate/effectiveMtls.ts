import { modeOn } from './composePeerAuthentication';
import type { World } from './indexWorld';
import type { EffectiveMtls } from './types';

/**
 * The mode that a workload accepts connections in, on a port or in general,
 * and the PeerAuthentication that sets it.
 *
 * @public
 */
export function effectiveMtls(
  world: World,
  party: { namespace: string; labels: Record<string, string>; port?: number },
): EffectiveMtls {
  const { mode, source } = modeOn(
    world.index.peerModes.modesOf(party).workload,
    party.port,
  );
  return { mode, source };
}
