import type { ObjectRule } from '../types';
import { isUndecided } from './context/injectionLabels';
import {
  indexInjectors,
  injectorName,
  injectsByDefault,
} from './context/injectors';
import { listUserNamespaces } from './context/userNamespaces';

/** Pods of such a namespace get no proxy: no policy of the mesh holds there. */
export const namespaceNotInjected: ObjectRule = {
  code: 'MW2102',
  severity: 'info',
  summary: 'Namespaces say whether their pods get a proxy',
  aliases: ['IST0102'],
  check: context => {
    const values = context.derive(indexInjectors).get(injectorName(''));
    if (values && injectsByDefault(values)) return [];
    return listUserNamespaces(context)
      .filter(isUndecided)
      .map(object => ({
        object,
        path: 'metadata/labels',
        message: `Pods in namespace ${object.metadata.name} get no proxy: no label asks for one. Add istio-injection=enabled or istio.io/rev, or say istio-injection=disabled when that is meant.`,
      }));
  },
};
