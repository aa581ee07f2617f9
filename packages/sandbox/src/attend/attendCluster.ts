import { clusterBaseline, type Controllers, REVISION } from '../controllers';
import { Cluster } from '../controllers/Cluster';
import { giveAddresses } from '../controllers/reconcile';
import { Loop } from '../controllers/startControllers';
import { bindPods } from './bindPods';
import { realBaseline } from './realBaseline';
import { seedObjects } from './seedObjects';
import { startInjector } from './startInjector';

/**
 * Plays what surrounds a real control plane, as its client: the scheduler,
 * the load balancer of the cloud, and the injector. Makes the objects that a
 * managed cluster has first. `url` is of an API where no credentials are
 * needed.
 */
export async function attendCluster(options: {
  url: string;
}): Promise<Controllers> {
  const { url } = options;
  const injector = await startInjector({ url, revision: REVISION });
  await seedObjects(url, realBaseline(clusterBaseline()));
  const loops: Loop[] = [];
  const cluster = new Cluster(url, () => loops.forEach(loop => loop.wake()));
  const loop = new Loop(async () => {
    if (cluster.ready) {
      await bindPods(cluster);
      await giveAddresses(cluster);
    }
    return undefined;
  });
  loops.push(loop);
  const following = cluster.run();
  return {
    async stop() {
      cluster.stop();
      await loop.stop();
      await following;
      await injector.stop();
    },
  };
}
