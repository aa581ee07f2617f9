import type { CallRequest } from '@meshwright/plugin-mesh-common';
import type { Pod } from './Pods';

/** A call from one pod to another, or from somebody who is nobody's. */
export type Call = { from?: Pod; to: Pod; request: CallRequest };

/** Every pod calls every other one on each port; so do two strangers. */
export function listCalls(pods: readonly Pod[]): Call[] {
  const ports = [...new Set(pods.map(({ port }) => port))];
  return pods.flatMap(to => {
    const callers = [
      ...pods
        .filter(from => from.name !== to.name)
        .map(from => ({ from, source: toParty(from) })),
      ...toStrangers(to.namespace).map(source => ({ from: undefined, source })),
    ];
    return callers.flatMap(({ from, source }) =>
      ports.map(port => ({
        from,
        to,
        request: {
          source,
          ...askIn(to.protocol, { ...toParty(to), port }),
        },
      })),
    );
  });
}

/** What is asked of somebody, in a protocol. */
export function askIn(
  protocol: Pod['protocol'],
  destination: Omit<CallRequest['destination'], 'protocol'>,
): Pick<CallRequest, 'destination' | 'http'> {
  return {
    destination: { ...destination, protocol },
    ...(protocol === 'http' && {
      http: { method: 'GET', path: '/', host: 'app' },
    }),
  };
}

function toParty({ namespace, label, account }: Pod) {
  return {
    namespace,
    labels: { app: label },
    serviceAccount: account,
    inMesh: true,
  };
}

/** One of the mesh and one who is not, both where the called one lives. */
function toStrangers(namespace: string) {
  const labels = { app: 'stranger' };
  return [
    { namespace, labels, serviceAccount: 'stranger', inMesh: true },
    { namespace, labels, inMesh: false },
  ];
}
