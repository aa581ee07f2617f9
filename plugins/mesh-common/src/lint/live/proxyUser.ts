import { toRecord } from '../../evaluate/readJson';
import {
  listContainers,
  listWorkloads,
  readPod,
  type Workload,
} from '../rules/read/workloads';
import type { ObjectRule, RuleFinding } from '../types';
import { plain } from '../rules/read/plain';

const PROXY_ID = 1337;

/** What runs as the proxy's user is taken for the proxy. */
export const proxyUser: ObjectRule = {
  code: 'MW3005',
  severity: 'error',
  summary: 'Nothing but the proxy runs as its user',
  aliases: ['IST0144'],
  check: context => {
    const templates = listWorkloads(context);
    const objects = new Set(templates.map(({ object }) => object));
    const pods = context
      .ofKind('Pod')
      .filter(pod => !objects.has(pod))
      .map(readPod);
    return [...templates, ...pods].flatMap(checkWorkload);
  },
};

function checkWorkload(workload: Workload): RuleFinding[] {
  const { pod, object, path } = workload;
  const ofPod = toRecord(pod.securityContext);
  return listContainers(workload).flatMap((container): RuleFinding[] => {
    const { name } = container;
    if (name === 'istio-proxy' || name === 'istio-init') return [];
    const own = toRecord(container.securityContext);
    const user = own.runAsUser ?? ofPod.runAsUser;
    const group = own.runAsGroup ?? ofPod.runAsGroup;
    if (user !== PROXY_ID && group !== PROXY_ID) return [];
    const message = `Container '${plain(name)}' runs as ${
      user === PROXY_ID ? 'user' : 'group'
    } 1337, the proxy's: what it calls goes past the proxy, without identity and policy. Run it as another.`;
    return [{ object, path: `${path}/containers`, message }];
  });
}
