import { toRecord, toRecords, toTexts } from '../../../evaluate/readJson';
import type { ObjectRule, RuleFinding } from '../../types';
import { isKnownHost } from '../read/hosts';
import { knownNamespaces } from '../read/namespaces';

/** A host that is misspelt is one that the workload cannot reach. */
export const sidecarHosts: ObjectRule = {
  code: 'MW2215',
  severity: 'warning',
  summary: 'Sidecars name hosts that the mesh knows',
  aliases: ['KIA1004'],
  check: context => {
    if (!context.options.complete) return [];
    return context.ofKind('Sidecar', 'networking.istio.io').flatMap(object =>
      toRecords(toRecord(object.spec).egress).flatMap(({ hosts }, index) =>
        toTexts(hosts).flatMap((entry): RuleFinding[] => {
          const slash = entry.indexOf('/');
          const where = entry.slice(0, Math.max(slash, 0));
          const host = entry.slice(slash + 1);
          const home = where === '.' ? object.metadata.namespace ?? '' : where;
          const isNamed = !['*', '.', '~', ''].includes(where);
          const why =
            (isNamed &&
              !knownNamespaces(context).has(where) &&
              `there is no namespace '${where}'`) ||
            (!host.includes('*') &&
              !isKnownHost(context, host, home) &&
              `no Service or ServiceEntry has the host '${host}'`);
          return why
            ? [
                {
                  object,
                  path: `spec/egress[${index}]/hosts`,
                  message: `'${entry}': ${why}, so the workload cannot call it. Correct it.`,
                },
              ]
            : [];
        }),
      ),
    );
  },
};
