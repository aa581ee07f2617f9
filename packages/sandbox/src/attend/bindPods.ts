import type { Cluster } from '../controllers/Cluster';
import { isJson } from '../kubernetes/types';
import type { KubeObject } from '../kubernetes/types';

function isUnbound({ spec, metadata }: KubeObject): boolean {
  return isJson(spec) && !spec.nodeName && !metadata.deletionTimestamp;
}

/** Gives pods without a node one of the nodes after the other. */
export async function bindPods(cluster: Cluster): Promise<void> {
  const nodes = cluster.all('nodes').map(({ metadata }) => metadata.name);
  const unbound = nodes.length > 0 ? cluster.all('pods').filter(isUnbound) : [];
  for (const [index, pod] of unbound.entries()) {
    await cluster.bind(pod, nodes[index % nodes.length]);
  }
}
