import type {
  FieldChange,
  ProvisionStep,
  SpecProblem,
} from '@meshwright/plugin-mesh-common';
import type { PlanContext } from '../PlanContext';
import { getText, getValue } from '../read';

/** What Azure, or whoever lives in it, never lets change; with its field. */
const NEVER: ReadonlyArray<[step: string, path: RegExp, field: string]> = [
  ['cluster', /^properties\.networkProfile\.podCidr$/, 'network.pods'],
  ['cluster', /^properties\.networkProfile\.serviceCidr$/, 'network.services'],
  [
    'cluster',
    /^properties\.networkProfile\.dnsServiceIP$/,
    'network.dnsAddress',
  ],
  ['cluster', /^properties\.networkProfile\.network/, 'network'],
  ['cluster', /\.vmSize$/, 'nodes.size'],
  ['cluster', /\.maxPods$/, 'nodes.maxPods'],
  ['cluster', /\.vnetSubnetID$/, 'network.subnets.nodes'],
  ['cluster', /\.availabilityZones$/, 'kubernetes.zones'],
  ['cluster', /\.privateDNSZone$/, 'kubernetes.access'],
  ['cluster', /\.enablePrivateCluster$/, 'kubernetes.access'],
  ['cluster', /^properties\.dnsPrefix$/, 'name'],
  ['cluster', /^properties\.nodeResourceGroup$/, 'name'],
  ['gateway', /^zones$/, 'kubernetes.zones'],
  ['public-address', /^zones$/, 'kubernetes.zones'],
];

const SUBNETS: ReadonlyArray<[name: string, field: string]> = [
  ['snet-ingress', 'network.subnets.ingress'],
  ['snet-application-gateway', 'network.subnets.applicationGateway'],
  ['snet-private-endpoints', 'network.subnets.privateEndpoints'],
];

/** Changes that would have to be a new cluster. */
export function checkImmutable(
  context: PlanContext,
  steps: readonly ProvisionStep[],
): SpecProblem[] {
  const updates = steps.filter(({ operation }) => operation === 'update');
  const found = updates.flatMap(step =>
    step.changes.flatMap(change => {
      const field = findField(step.id, change);
      return field === undefined ? [] : [describe(field, { step, change })];
    }),
  );
  return [...found, ...checkAccess(context), ...checkAdopted(context)];
}

function findField(
  step: string,
  { path, from }: FieldChange,
): string | undefined {
  if (from === undefined) {
    return undefined;
  }
  if (step === 'network' && path.endsWith('.addressPrefix')) {
    const own = SUBNETS.find(([name]) => path.includes(`[${name}]`));
    return own?.[1] ?? 'network.subnets.nodes';
  }
  return NEVER.find(([of, pattern]) => of === step && pattern.test(path))?.[2];
}

function describe(
  field: string,
  { step, change }: { step: ProvisionStep; change: FieldChange },
): SpecProblem {
  return {
    field,
    severity: 'error',
    message: `${step.title} has '${JSON.stringify(change.from)}' at '${
      change.path
    }', which cannot become '${JSON.stringify(
      change.to ?? null,
    )}' while it is there; keep what is, or make another cluster`,
  };
}

/** One that is private stays so; what is not said is no change. */
function checkAccess({ spec, live, isAdopted }: PlanContext): SpecProblem[] {
  const path = 'properties.apiServerAccessProfile.enablePrivateCluster';
  const isPrivate = getValue(live, path) === true;
  const wanted = spec.kubernetes.access.type === 'private';
  return live && !isAdopted && isPrivate !== wanted
    ? [
        {
          field: 'kubernetes.access',
          severity: 'error',
          message: `The API server of the cluster is ${
            isPrivate ? 'private' : 'public'
          }, and stays so; keep that, or make another cluster`,
        },
      ]
    : [];
}

/** What is built upon a cluster of others has to be true of it. */
function checkAdopted({ spec, live, isAdopted }: PlanContext): SpecProblem[] {
  if (!isAdopted) {
    return [];
  }
  const { pods, services, dnsAddress } = spec.network;
  const wanted: Array<[string, string, string]> = [
    ['podCidr', pods, 'network.pods'],
    ['serviceCidr', services, 'network.services'],
    ['dnsServiceIP', dnsAddress, 'network.dnsAddress'],
  ];
  const problems = wanted.flatMap(([key, value, field]): SpecProblem[] => {
    const found = getText(live, `properties.networkProfile.${key}`);
    return found === value
      ? []
      : [
          {
            field,
            severity: 'error',
            message: `The cluster that is there has '${
              found ?? 'nothing'
            }', not '${value}'; give what it has`,
          },
        ];
  });
  const policy = getText(live, 'properties.networkProfile.networkPolicy');
  if (!policy || policy === 'none') {
    problems.push({
      field: 'name',
      severity: 'error',
      message:
        'The cluster that is there enforces no network policies, so it cannot be segmented; give it a policy engine first',
    });
  }
  return problems;
}
