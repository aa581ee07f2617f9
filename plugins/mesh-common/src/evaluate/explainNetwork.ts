import { describeParty, listValues } from './describe';
import type { DirectionResult } from './evaluateNetworkPolicy';
import type { Findings } from './findings';

/** What NetworkPolicies say, one step per direction. */
export function explainNetwork({ network, request }: Findings): string[] {
  if (!network) {
    return [
      'This cluster has no network policy engine: NetworkPolicies are stored, but not enforced.',
    ];
  }
  const { source, destination } = request;
  const from = describeParty(source);
  const to = describeParty(destination);
  const port = `TCP ${destination.port}`;
  return [
    explainDirection(network.egress, {
      isolated: `the egress of ${from}`,
      connection: `${port} to ${to}`,
    }),
    explainDirection(network.ingress, {
      isolated: `the ingress of ${to}`,
      connection: `${port} from ${from}`,
    }),
  ];
}

function explainDirection(
  { allowed, policies, by }: DirectionResult,
  { isolated, connection }: { isolated: string; connection: string },
): string {
  if (policies.length === 0) return `No NetworkPolicy limits ${isolated}.`;
  if (by) {
    return `NetworkPolicy ${by.namespace}/${by.name} lets ${connection} through.`;
  }
  const names = listValues(
    policies.map(({ namespace, name }) => `${namespace}/${name}`),
  );
  return allowed === undefined
    ? `Whether NetworkPolicy ${names} lets ${connection} through depends on an address or a port name that is not known.`
    : `NetworkPolicy ${names} limits ${isolated}, and no rule lets ${connection} through.`;
}
