import { composePeerAuthentication } from './composePeerAuthentication';
import type { EffectiveMtls } from './types';
import type { WorldIndex } from './worldIndex';

/** The mode in force on a port of a workload, or on the workload. */
export function peerModeOf(
  { options, peerAuthentications }: WorldIndex,
  party: { namespace: string; labels: Record<string, string>; port?: number },
): EffectiveMtls {
  const { rootNamespace } = options;
  const policies = [
    ...peerAuthentications.findGeneral(rootNamespace),
    ...(party.namespace === rootNamespace
      ? []
      : peerAuthentications.find(party.namespace, party.labels)),
  ];
  const composed = composePeerAuthentication(policies, rootNamespace);
  const ofPort =
    party.port === undefined ? undefined : composed.perPort.get(party.port);
  return ofPort ?? { mode: composed.mode, source: composed.source };
}
