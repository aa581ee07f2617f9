import type { ObjectRule } from '../types';
import { groupBy } from './context/groupBy';
import { isNamespaceAmbient } from './context/inMesh';
import { listNames } from './context/listNames';
import { indexNamespaces } from './context/namespaces';
import { fullName, namespaceOf } from './context/objects';
import { listGeneralSidecars } from './context/sidecars';

/** Which of them limits the namespace is left to chance. */
export const severalGeneralSidecars: ObjectRule = {
  code: 'MW2111',
  severity: 'error',
  summary: 'One Sidecar without a selector is in a namespace',
  aliases: ['IST0111'],
  check: context => {
    const namespaces = context.derive(indexNamespaces);
    return [...groupBy(listGeneralSidecars(context), namespaceOf)]
      .filter(
        ([home, sidecars]) =>
          sidecars.length > 1 && !isNamespaceAmbient(namespaces.get(home)),
      )
      .flatMap(([home, sidecars]) =>
        sidecars.map(object => ({
          object,
          path: 'spec/workloadSelector',
          message: `Several Sidecars are for all of namespace ${home}: ${listNames(
            sidecars.map(fullName),
          )}. What its pods may call is left to chance; leave one, or give the others selectors.`,
        })),
      );
  },
};
