import type { MeshObject } from '../../../objects';
import type { Evidence } from '../../run';
import { failed, listNames, passed } from '../evidence';
import { REVISION_LABEL } from '../labels';
import type { VerifyMesh } from '../types';

/**
 * Whether the control plane of a revision runs and injects.
 *
 * @param read - Deployments of the root namespace, and the names of the
 *   cluster's mutating webhook configurations
 *
 * @public
 */
export function evaluateControlPlane(
  read: {
    deployments: readonly MeshObject[];
    webhooks: readonly MeshObject[];
  },
  { revision, rootNamespace }: VerifyMesh,
): Evidence[] {
  return [
    judgeIstiod(read.deployments, { revision, rootNamespace }),
    judgeWebhook(read.webhooks, { revision, rootNamespace }),
  ];
}

type Asked = Pick<VerifyMesh, 'revision' | 'rootNamespace'>;

function judgeIstiod(
  deployments: readonly MeshObject[],
  { revision, rootNamespace }: Asked,
): Evidence {
  const what = `Control plane of revision '${revision}'`;
  const expected = `istiod is ready in '${rootNamespace}'`;
  const istiods = deployments.filter(
    ({ metadata }) => metadata.labels?.app === 'istiod',
  );
  const ours = istiods.filter(
    ({ metadata }) => metadata.labels?.[REVISION_LABEL] === revision,
  );
  if (ours.length === 0) {
    const others = istiods.map(
      ({ metadata }) => metadata.labels?.[REVISION_LABEL] ?? 'default',
    );
    const seen =
      others.length > 0
        ? `only revision ${listNames(others)}`
        : 'no istiod at all';
    return failed({ what, expected, seen });
  }
  const ready = ours.reduce(
    (sum, { status }) => sum + Number(status?.readyReplicas ?? 0),
    0,
  );
  const seen = `${ready} replicas are ready`;
  return ready > 0
    ? passed({ what, expected, seen })
    : failed({ what, expected, seen: 'no replica is ready' });
}

function judgeWebhook(
  webhooks: readonly MeshObject[],
  { revision, rootNamespace }: Asked,
): Evidence {
  const name = `istio-sidecar-injector-${revision}-${rootNamespace}`;
  const row = {
    what: `Injector of revision '${revision}'`,
    expected: `the webhook '${name}'`,
  };
  if (webhooks.some(({ metadata }) => metadata.name === name)) {
    return passed({ ...row, seen: 'it is registered' });
  }
  const others = webhooks
    .map(({ metadata }) => metadata.name)
    .filter(other => other.startsWith('istio-sidecar-injector'));
  const seen =
    others.length > 0
      ? `only ${listNames(others)}`
      : 'no injector is registered; pods get no proxy';
  return failed({ ...row, seen });
}
