import type { MeshObject } from '../../objects';
import { canonicalJson } from '../../objects/canonicalJson';
import { toRecords, toText } from '../../evaluate/readJson';
import type { LintContext, ObjectRule } from '../types';
import { createLintContext } from '../createLintContext';
import { append } from './context/groupBy';
import { core, fullName, specOf } from './context/objects';

type Sited = { cluster: string; service: MeshObject };

/** The mesh takes them for one Service: calls end where nobody listens. */
export const inconsistentService: ObjectRule = {
  code: 'MW2170',
  severity: 'warning',
  summary: 'A Service is the same in all clusters of the mesh',
  aliases: ['IST0170'],
  check: context =>
    [...listByName(context)].flatMap(([name, [first, ...others]]) => {
      if (!first) return [];
      const differences = others.flatMap(other =>
        compare(first.service, other.service).map(what => ({
          cluster: other.cluster,
          what,
        })),
      );
      if (differences.length === 0) return [];
      const clusters = new Set(differences.map(({ cluster }) => cluster));
      const whats = new Set(differences.map(({ what }) => what));
      return [
        {
          object: first.service,
          path: 'spec',
          message: `Service ${name} in cluster '${
            first.cluster
          }' has another ${[...whats].join(' and ')} than in ${[
            ...clusters,
          ].join(', ')}. Make them the same, or give them different names.`,
        },
      ];
    }),
};

function listByName(context: LintContext): Map<string, Sited[]> {
  const { cluster = 'this one', otherClusters = [] } = context.options;
  const clusters = [
    { name: cluster, context },
    ...otherClusters.map(({ name, objects }) => ({
      name,
      context: createLintContext(objects, context.options),
    })),
  ];
  const byName = new Map<string, Sited[]>();
  if (clusters.length < 2) return byName;
  for (const { name, context: own } of clusters) {
    for (const service of core(own, 'Service')) {
      append(byName, fullName(service), { cluster: name, service });
    }
  }
  return byName;
}

function compare(a: MeshObject, b: MeshObject): string[] {
  const one = specOf(a);
  const other = specOf(b);
  const isHeadless = (spec: Record<string, unknown>) =>
    spec.clusterIP === 'None';
  const typeOf = (spec: Record<string, unknown>) =>
    toText(spec.type) || 'ClusterIP';
  return [
    ...(isHeadless(one) === isHeadless(other) ? [] : ['address']),
    ...(typeOf(one) === typeOf(other) ? [] : ['type']),
    ...(describePorts(one.ports) === describePorts(other.ports)
      ? []
      : ['list of ports']),
  ];
}

/** Node ports are each cluster's own. */
function describePorts(ports: unknown): string {
  return canonicalJson(
    toRecords(ports)
      .map(({ nodePort: _, ...port }) => ({ protocol: 'TCP', ...port }))
      .map(port => canonicalJson(port))
      .sort(),
  );
}
