import { sortByCreation } from '../../../evaluate/creationOrder';
import { readTarget } from '../../../evaluate/policyTarget';
import { toRecord, toText } from '../../../evaluate/readJson';
import type { MeshObject } from '../../../objects';
import type { LintContext } from '../../types';

/** A PeerAuthentication, as rules look at it. */
export type Peer = {
  object: MeshObject;
  namespace: string;
  name: string;
  matchLabels?: Record<string, string>;
  /** Undefined when it inherits. */
  mode?: string;
  /** By port, as written. */
  ports: readonly { port: string; mode?: string }[];
};

/** Every PeerAuthentication, oldest first. */
export function listPeers(context: LintContext): readonly Peer[] {
  return context.derive(readPeers);
}

/** Those of one namespace, oldest first. */
export function peersOf(
  context: LintContext,
  namespace: string,
): readonly Peer[] {
  return context.derive(indexPeers).get(namespace) ?? [];
}

function indexPeers(context: LintContext): ReadonlyMap<string, Peer[]> {
  const index = new Map<string, Peer[]>();
  for (const peer of listPeers(context)) {
    const others = index.get(peer.namespace);
    if (others) others.push(peer);
    else index.set(peer.namespace, [peer]);
  }
  return index;
}

function readPeers(context: LintContext): readonly Peer[] {
  return sortByCreation(
    context.ofKind('PeerAuthentication', 'security.istio.io'),
  ).map(object => {
    const spec = toRecord(object.spec);
    const { namespace, matchLabels } = readTarget(object);
    return {
      object,
      namespace,
      name: object.metadata.name,
      matchLabels,
      mode: readMode(spec.mtls),
      ports: Object.entries(toRecord(spec.portLevelMtls)).map(
        ([port, mtls]) => ({ port, mode: readMode(mtls) }),
      ),
    };
  });
}

function readMode(mtls: unknown): string | undefined {
  const mode = toText(toRecord(mtls).mode);
  return mode === 'UNSET' ? undefined : mode;
}
