import { InputError } from '@backstage/errors';
import type { ControlPlane } from './toControlPlane';

/** What a person says of a cluster where it does not tell. */
export type Wishes = {
  revision?: string;
  /** Version of Istio, such as `1.29`. */
  istio?: string;
};

/** Versions of Istio with whose semantics the evaluator was compared. */
export const SUPPORTED_ISTIO = { oldest: '1.27', newest: '1.32' };

/** Without these there is nothing to manage. */
const REQUIRED = [
  'security.istio.io/AuthorizationPolicy',
  'security.istio.io/PeerAuthentication',
];

/** Picks the istiod to work with; throws a sentence when there is none. */
export function selectControlPlane(
  planes: readonly ControlPlane[],
  options: {
    cluster: string;
    /** `group/Kind`. */
    missingKinds: readonly string[];
    wishes: Wishes;
  },
): ControlPlane {
  const { cluster, missingKinds, wishes } = options;
  if (planes.length === 0) {
    throw new InputError(
      `Cluster '${cluster}' has no Istio: no Deployment with the label app=istiod in any namespace. Install it, on AKS with 'az aks mesh enable', and start again`,
    );
  }
  const missing = REQUIRED.filter(kind => missingKinds.includes(kind));
  if (missing.length > 0) {
    throw new InputError(
      `Cluster '${cluster}' does not serve ${missing.join(
        ' and ',
      )}, version v1: the definitions of Istio are missing or older than 1.22. Install those of its version, and start again`,
    );
  }
  const found = pickRevision(planes, { cluster, wishes });
  if (!found.isReady) {
    throw new InputError(
      `istiod of revision '${found.revision}' in the namespace '${found.namespace}' of cluster '${cluster}' has no ready replica. Bring it up, and start again`,
    );
  }
  return { ...found, version: checkVersion(found, { cluster, wishes }) };
}

type Context = { cluster: string; wishes: Wishes };

function pickRevision(
  planes: readonly ControlPlane[],
  { cluster, wishes }: Context,
): ControlPlane {
  const fitting = planes.filter(
    ({ revision }) => revision === (wishes.revision ?? revision),
  );
  const known = planes.map(({ revision }) => `'${revision}'`).join(', ');
  if (fitting.length === 0) {
    throw new InputError(
      `Cluster '${cluster}' has no istiod of revision '${wishes.revision}'; there is ${known}`,
    );
  }
  if (fitting.length > 1) {
    throw new InputError(
      `Cluster '${cluster}' has several control planes of Istio: ${known}. Say which one namespaces are to have, with --revision`,
    );
  }
  return fitting[0];
}

function checkVersion(
  { version, revision, namespace }: ControlPlane,
  { cluster, wishes }: Context,
): string {
  const { oldest, newest } = SUPPORTED_ISTIO;
  const known = wishes.istio ?? version;
  if (known === undefined) {
    throw new InputError(
      `Neither the image nor the revision '${revision}' of istiod in the namespace '${namespace}' of cluster '${cluster}' tells its version. Say it, for example with --istio 1.29`,
    );
  }
  const minor = minorOf(known);
  if (minor < minorOf(oldest) || minor > minorOf(newest)) {
    throw new InputError(
      `Cluster '${cluster}' runs Istio ${known}; supported are ${oldest} to ${newest}, because what a policy means differs between versions. Nothing was changed`,
    );
  }
  return known;
}

function minorOf(version: string): number {
  return Number(version.split('.')[1]);
}
