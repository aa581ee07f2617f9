import type { CallRequest } from '@meshwright/plugin-mesh-common';
import { isPodOf, type Pod } from '../Pods';
import { SCRAPER } from './createConfig';
import type { Service } from './Upgrade';

/** A call, and what a person calls it: `a → b:80`;
 * `@b` when it is not in cluster `a`. */
export type SiteCall = {
  name: string;
  /** The called one listens on that port. */
  isServed: boolean;
  request: CallRequest;
};

type Party = CallRequest['source'];

/**
 * Every pod of a cluster calls every other one on each port of anybody, and so
 * do a stranger in the mesh, one outside of it, and the scraper.
 */
export function listSiteCalls(options: {
  pods: readonly Pod[];
  services: readonly Service[];
  cluster: string;
}): SiteCall[] {
  const { services, cluster } = options;
  const pods = options.pods.filter(({ namespace }) =>
    namespace.startsWith(`${cluster}-`),
  );
  const scrapedPort = (pod: Pod) =>
    services.find(({ name }) => name === pod.name)?.scraped;
  const suffix = cluster.endsWith('a') ? '' : `@${cluster.at(-1)}`;
  const nameOf = (pod: Pod) => {
    const isCurrent = services.some(one => isPodOf(pod, one));
    return `${isCurrent ? '' : 'old '}${pod.name}${suffix}`;
  };
  const ports = new Set(
    pods.flatMap(pod => [pod.port, scrapedPort(pod) ?? pod.port]),
  );
  return pods.flatMap(to =>
    [
      ...pods
        .filter(({ name }) => name !== to.name)
        .map(from => [nameOf(from), toParty(from)] as const),
      ...listOthers(cluster, to.namespace),
    ].flatMap(([name, source]) =>
      [...ports].map(port => ({
        name: `${name} → ${nameOf(to)}:${port}`,
        isServed: port === to.port || port === scrapedPort(to),
        request: toRequest(source, to, port),
      })),
    ),
  );
}

function toRequest(source: Party, to: Pod, port: number): CallRequest {
  const protocol = port === to.port ? to.protocol : 'http';
  return {
    source,
    destination: { ...toParty(to), port, protocol },
    ...(protocol === 'http' && {
      http: { method: 'GET', path: '/', host: 'app' },
    }),
  };
}

function toParty({ namespace, label, account }: Pod) {
  const labels = { app: label };
  return { namespace, labels, serviceAccount: account, inMesh: true };
}

/** Those who are nobody's service. */
function listOthers(
  cluster: string,
  namespace: string,
): (readonly [string, Party])[] {
  const labels = { app: 'stranger' };
  return [
    [
      'stranger',
      { namespace, labels, serviceAccount: 'stranger', inMesh: true },
    ],
    ['outsider', { namespace, labels, inMesh: false }],
    [
      'scraper',
      {
        namespace: `${cluster}-${SCRAPER.namespace}`,
        labels: { app: SCRAPER.label },
        inMesh: false,
      },
    ],
  ];
}
