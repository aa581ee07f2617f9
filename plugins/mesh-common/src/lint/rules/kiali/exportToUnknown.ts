import { toRecord, toTexts } from '../../../evaluate/readJson';
import type { ObjectRule } from '../../types';
import { knownNamespaces } from '../read/namespaces';

/** What is shown to a namespace that is not there is shown to nobody. */
export const exportToUnknown: ObjectRule = {
  code: 'MW2214',
  severity: 'warning',
  summary: 'Objects are exported to namespaces that exist',
  aliases: ['KIA0005'],
  check: context =>
    context.options.complete
      ? ['DestinationRule', 'VirtualService', 'ServiceEntry']
          .flatMap(kind => context.ofKind(kind, 'networking.istio.io'))
          .flatMap(object =>
            toTexts(toRecord(object.spec).exportTo)
              .filter(
                name =>
                  !['*', '.', '~'].includes(name) &&
                  !knownNamespaces(context).has(name),
              )
              .map(name => ({
                object,
                path: 'spec/exportTo',
                message: `There is no namespace '${name}', so nobody there sees the object. Correct the name.`,
              })),
          )
      : [],
};
