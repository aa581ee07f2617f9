import type { MeshObject } from '../../objects';
import type { ObjectRule } from '../types';
import { toRecord, toRecords, toText } from '../../evaluate/readJson';
import { readMeshNetworks } from './context/meshConfig';
import { core, fieldsOf, labelsOf } from './context/objects';

/** Endpoints of such a network are not known to be there. */
export const unknownServiceRegistry: ObjectRule = {
  code: 'MW2126',
  severity: 'error',
  summary: 'Networks of the mesh name clusters that exist',
  aliases: ['IST0126'],
  check: context => {
    const networks = context.derive(readMeshNetworks);
    if (!networks || !context.options.complete) return [];
    const { object, value } = networks;
    const secrets = core(context, 'Secret');
    // Where no Secret is known at all, nobody was allowed to read them.
    if (object.kind === 'ConfigMap' && secrets.length === 0) return [];
    const known = listRegistries(secrets);
    return Object.entries(toRecord(value.networks)).flatMap(([name, network]) =>
      toRecords(toRecord(network).endpoints).flatMap(
        ({ fromRegistry }, index) => {
          const registry = toText(fromRegistry);
          if (registry === undefined || known.has(registry)) return [];
          return [
            {
              object,
              path: `networks/${name}/endpoints[${index}]`,
              message: `Network '${name}' of the mesh takes endpoints from cluster '${registry}', which nothing connects to the mesh. Correct the name, or add the Secret of the cluster.`,
            },
          ];
        },
      ),
    );
  },
};

/** Clusters by what Istio calls them, and those that it has Secrets for. */
function listRegistries(secrets: readonly MeshObject[]): Set<string> {
  return new Set([
    'Mock',
    'Kubernetes',
    'External',
    ...secrets
      .filter(secret => labelsOf(secret)['istio/multiCluster'] === 'true')
      .flatMap(secret => Object.keys(toRecord(fieldsOf(secret).data))),
  ]);
}
