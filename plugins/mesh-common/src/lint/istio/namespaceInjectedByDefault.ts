import type { ObjectRule } from '../types';
import { isUndecided } from './context/injectionLabels';
import {
  indexInjectors,
  injectorName,
  injectsByDefault,
} from './context/injectors';
import { listUserNamespaces } from './context/userNamespaces';

/** The proxy comes from a setting of the installation that nobody sees here. */
export const namespaceInjectedByDefault: ObjectRule = {
  code: 'MW2148',
  severity: 'info',
  summary: 'Namespaces do not get proxies only by the default of the injector',
  aliases: ['IST0148'],
  check: context => {
    const values = context.derive(indexInjectors).get(injectorName(''));
    if (!values || !injectsByDefault(values)) return [];
    return listUserNamespaces(context)
      .filter(isUndecided)
      .map(object => ({
        object,
        path: 'metadata/labels',
        message: `Pods in namespace ${object.metadata.name} get a proxy because the injector is installed with enableNamespacesByDefault. Label the namespace with istio-injection=enabled or disabled to decide it here.`,
      }));
  },
};
