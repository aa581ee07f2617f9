import type { MeshObject } from '../objects';
import { policyCreated } from './creationOrder';
import { toRecord } from './readJson';
import { readTarget } from './policyTarget';
import type { EffectiveMtls, MtlsMode } from './types';

/** A PeerAuthentication, ready to be composed. */
export type PeerPolicy = {
  namespace: string;
  name: string;
  matchLabels?: Record<string, string>;
  created: number;
  /** Undefined inherits. */
  mode?: MtlsMode;
  ports: ReadonlyMap<number, MtlsMode | undefined>;
};

export type ComposedMtls = EffectiveMtls & {
  perPort: ReadonlyMap<number, EffectiveMtls>;
};

/** The mode on a port, or in general. */
export function modeOn(
  composed: ComposedMtls,
  port: number | undefined,
): EffectiveMtls {
  const ofPort = port === undefined ? undefined : composed.perPort.get(port);
  return ofPort ?? composed;
}

export const DEFAULT_MTLS: EffectiveMtls = {
  mode: 'PERMISSIVE',
  source: 'default of the mesh',
};

export function compilePeerAuthentication(object: MeshObject): PeerPolicy {
  const spec = toRecord(object.spec);
  const ports = Object.entries(toRecord(spec.portLevelMtls)).map(
    ([port, mtls]) => [Number(port), readMode(mtls)] as const,
  );
  return {
    namespace: object.metadata.namespace ?? '',
    name: object.metadata.name,
    matchLabels: readTarget(object).matchLabels,
    created: policyCreated(object),
    mode: readMode(spec.mtls),
    ports: new Map(ports),
  };
}

/**
 * The mode from the policies that are for a workload: mesh, then namespace,
 * then workload, then its ports. At each level the oldest policy counts. A
 * policy with a selector in the root namespace is for nobody.
 */
export function composePeerAuthentication(
  policies: readonly PeerPolicy[],
  rootNamespace: string,
): ComposedMtls {
  const inRoot = (policy: PeerPolicy) => policy.namespace === rootNamespace;
  const general = policies.filter(policy => !policy.matchLabels);
  const levels = [
    oldest(general.filter(inRoot)),
    oldest(general.filter(policy => !inRoot(policy))),
    oldest(policies.filter(policy => policy.matchLabels && !inRoot(policy))),
  ];
  let effective = DEFAULT_MTLS;
  for (const policy of levels) {
    if (policy?.mode) effective = { mode: policy.mode, source: cite(policy) };
  }
  const perPort = new Map<number, EffectiveMtls>();
  const [, , workload] = levels;
  for (const [port, mode] of workload?.ports ?? []) {
    perPort.set(
      port,
      mode && workload ? { mode, source: cite(workload) } : effective,
    );
  }
  return { ...effective, perPort };
}

function oldest(policies: readonly PeerPolicy[]): PeerPolicy | undefined {
  return policies.reduce<PeerPolicy | undefined>(
    (first, policy) =>
      first && first.created <= policy.created ? first : policy,
    undefined,
  );
}

function readMode(mtls: unknown): MtlsMode | undefined {
  const { mode } = toRecord(mtls);
  return mode === 'STRICT' || mode === 'PERMISSIVE' || mode === 'DISABLE'
    ? mode
    : undefined;
}

function cite({ namespace, name }: PeerPolicy): string {
  return `PeerAuthentication ${namespace}/${name}`;
}
