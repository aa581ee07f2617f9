import type { CallRequest } from '@meshwright/plugin-mesh-common';
import type { Declared } from './findDropped';
import { askIn, type Call } from './listCalls';
import { isHomeAsFar } from './isHomeAsFar';
import type { Pod } from './Pods';
import type { App } from './Town';

/**
 * A call as it would be made if both pods were started again as a state
 * declares them; the same where it does not know them, or where policies of
 * their new place say nothing of the old one.
 */
export function renewCall(
  { from, to, request }: Call,
  declared: Declared,
): CallRequest {
  const [caller, called] = [from, to].map(pod => pod && findApp(pod, declared));
  const { source, destination } = request;
  const isOwnPort = destination.port === to.port;
  return {
    ...request,
    source: { ...source, ...(caller && toParty(caller)) },
    ...(called && {
      http: undefined,
      ...askIn(called.protocol, {
        ...{ ...destination, ...toParty(called) },
        port: isOwnPort ? called.port : destination.port,
      }),
    }),
  };
}

function findApp(pod: Pod, declared: Declared): App | undefined {
  const app = declared.town.apps.find(
    ({ name, isGone }) => name === pod.name && !isGone,
  );
  const isSame =
    app?.namespace === pod.namespace ||
    (app && isHomeAsFar(pod.namespace, { ...declared, home: app.namespace }));
  return isSame ? app : undefined;
}

function toParty({ namespace, label, account }: App) {
  return { namespace, labels: { app: label }, serviceAccount: account };
}
