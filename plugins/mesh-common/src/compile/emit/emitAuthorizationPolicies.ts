import type { JsonObject } from '@backstage/types';
import { groupBy } from '../../model/build/groupBy';
import { routePort } from '../../model/build/RouteTable';
import type { Edge, Exposure, Workload } from '../../model/types';
import { canonicalJson, type CompiledObject } from '../../objects';
import type { Scope } from '../Scope';
import { nameFor, shortName, toObject, unique } from '../toObject';

const API_VERSION = 'security.istio.io/v1';
const KIND = 'AuthorizationPolicy';
/** The CRD admits 512. */
const MAX_RULES = 500;

/** Per namespace a default deny, per workload who may call it. */
export function emitAuthorizationPolicies(scope: Scope): CompiledObject[] {
  const byNamespace = groupBy(scope.active, item => item.namespace);
  const denials = [...scope.namespaces.keys()].map(namespace =>
    toObject(scope, {
      apiVersion: API_VERSION,
      kind: KIND,
      name: 'meshwright-default-deny',
      namespace,
      // A policy that never matches denies what no other policy allows.
      spec: {},
      workloads: byNamespace.get(namespace) ?? [],
    }),
  );
  const allowances = scope.active
    .filter(workload => workload.inMesh)
    .flatMap(workload => emitAllowance(scope, workload));
  return [...denials, ...allowances];
}

/** Also without any rule: revoking the last edge must not open anything. */
function emitAllowance(scope: Scope, workload: Workload): CompiledObject[] {
  const edges = scope.inbound.get(workload.key) ?? [];
  const rules = [
    ...edgeRules(scope, edges),
    ...workload.expose.flatMap(route => gatewayRules(scope, workload, route)),
  ];
  const parts = Math.max(1, Math.ceil(rules.length / MAX_RULES));
  const name = nameFor(
    'allow-to-',
    shortName(workload.entityRef),
    workload.key,
  );
  return Array.from({ length: parts }, (_, part) => {
    const some = rules.slice(part * MAX_RULES, (part + 1) * MAX_RULES);
    return toObject(scope, {
      apiVersion: API_VERSION,
      kind: KIND,
      name: part === 0 ? name : `${name}-${part + 1}`,
      namespace: workload.namespace,
      spec: {
        selector: { matchLabels: workload.selector },
        action: 'ALLOW',
        ...(some.length > 0 && { rules: some }),
      },
      workloads: [workload],
      edges,
    });
  });
}

/** One rule for all callers of the same ports and operations. */
function edgeRules(scope: Scope, edges: Edge[]): JsonObject[] {
  const groups = groupBy(edges, edge => canonicalJson(operationsOf(edge)));
  return [...groups.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, [edge, ...others]]) => {
      const callers = [edge, ...others].flatMap(
        ({ consumer }) => scope.workloads.get(consumer) ?? [],
      );
      const principals = unique(
        callers
          .filter(caller => caller.inMesh)
          .map(({ namespace, serviceAccount }) =>
            toPrincipal(scope, namespace, serviceAccount),
          ),
      );
      return principals.length > 0
        ? [toRule({ principals }, operationsOf(edge))]
        : [];
    });
}

function operationsOf({ ports, operations = [{}] }: Edge): JsonObject[] {
  return operations.map(({ methods, paths }) => ({
    ports: toPorts(ports.map(port => port.targetPort)),
    ...(methods && { methods }),
    ...(paths && { paths }),
  }));
}

/** What comes in through a gateway has the gateway's identity. */
function gatewayRules(
  scope: Scope,
  workload: Workload,
  { gateway, host, paths, from, port }: Exposure,
): JsonObject[] {
  const config = scope.cluster.gateways[gateway];
  const target = routePort(workload.ports, port);
  if (!config || !target) {
    return [];
  }
  const principal = toPrincipal(scope, config.namespace, config.serviceAccount);
  const source = {
    principals: [principal],
    // The gateway appends the caller's address to the one header that this
    // reads, and nobody but the gateway matches the principal.
    ...(from && { remoteIpBlocks: from }),
  };
  return [
    toRule(source, [
      {
        ports: toPorts([target.targetPort]),
        // A client that names the port sends another Host.
        hosts: [host, `${host}:*`],
        ...(!paths.includes('/') && { paths: paths.flatMap(toPatterns) }),
      },
    ]),
  ];
}

/** A prefix covers itself and what is below it, and not `/checkout-old`. */
function toPatterns(prefix: string): string[] {
  return [prefix, `${prefix}/*`];
}

function toRule(source: JsonObject, operations: JsonObject[]): JsonObject {
  return {
    from: [{ source }],
    to: operations.map(operation => ({ operation })),
  };
}

function toPrincipal(
  { cluster }: Scope,
  namespace: string,
  serviceAccount: string,
): string {
  return `${cluster.trustDomain}/ns/${namespace}/sa/${serviceAccount}`;
}

function toPorts(ports: number[]): string[] {
  return [...new Set(ports)].sort((a, b) => a - b).map(String);
}
