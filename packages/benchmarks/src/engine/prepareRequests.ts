import type {
  CallParty,
  CallRequest,
  Edge,
  MeshModel,
  Workload,
} from '@meshwright/plugin-mesh-common';
import { MAIN_CLUSTER } from '../generate/blueprints';
import { Random } from '../generate/Random';

/** Pods of each workload. */
const PODS = 3;

type Pair = { consumer: Workload; provider: Workload; edge?: Edge };

/**
 * Calls between services of a model, each different, in an order without a
 * pattern: half of them are granted; a third, of either half, name a method
 * and a path. Of those that are not granted some have no edge at all, and
 * some ask for an operation that their edge does not cover.
 */
export function prepareRequests(
  model: MeshModel,
  options: { count: number; seed?: number },
): CallRequest[] {
  const random = new Random(options.seed ?? 1);
  const pools = createPools(model, random);
  return Array.from({ length: options.count }, (_, number) => {
    const withPath = random.chance(1 / 3);
    const granted = number % 2 === 0;
    return granted
      ? toRequest(pools, drawGranted(random, pools, withPath), number)
      : toRequest(pools, drawDenied(random, pools, withPath), number);
  });
}

type Drawn = { pair: Pair; withPath: boolean; path?: string };

type Pools = {
  workloads: Workload[];
  granted: Pair[];
  /** Those whose edges name operations. */
  limited: Pair[];
  /** Those without operations on HTTP ports. */
  free: Pair[];
  known: Set<string>;
  /** Pods of each workload, by its key. */
  pods: Map<string, CallParty[]>;
};

function createPools(model: MeshModel, random: Random): Pools {
  const workloads = model.workloads.filter(
    ({ cluster, binding }) =>
      cluster === MAIN_CLUSTER && binding.state === 'bound',
  );
  const byKey = new Map(workloads.map(item => [item.key, item]));
  const known = new Set<string>();
  const granted = model.edges.flatMap(edge => {
    const consumer = byKey.get(edge.consumer);
    const provider = byKey.get(edge.provider);
    if (!consumer || !provider || edge.consent.state !== 'granted') return [];
    known.add(`${edge.consumer}>${edge.provider}`);
    return [{ consumer, provider, edge }];
  });
  return {
    workloads,
    known,
    pods: new Map(
      workloads.map(item => [
        item.key,
        Array.from({ length: PODS }, () => createPod(item, random)),
      ]),
    ),
    granted: granted.filter(pair => !pair.edge.operations),
    limited: granted.filter(pair => pair.edge.operations),
    free: granted.filter(
      ({ edge }) => !edge.operations && edge.ports[0]?.protocol === 'http',
    ),
  };
}

function drawGranted(random: Random, pools: Pools, withPath: boolean): Drawn {
  if (!withPath) return { pair: draw(random, pools.granted), withPath };
  const pair = draw(
    random,
    pools.limited.length > 0 ? pools.limited : pools.free,
  );
  const operation = pair.edge?.operations?.[0];
  return { pair, withPath, path: operation?.paths?.[0] };
}

function drawDenied(random: Random, pools: Pools, withPath: boolean): Drawn {
  if (withPath && pools.limited.length > 0 && random.chance(0.5)) {
    return { pair: draw(random, pools.limited), withPath, path: '/admin/{*}' };
  }
  for (;;) {
    const pair = {
      consumer: draw(random, pools.workloads),
      provider: draw(random, pools.workloads),
    };
    const { consumer, provider } = pair;
    const isCall =
      consumer !== provider && (!withPath || portOf(provider) !== 'tcp');
    if (isCall && !pools.known.has(`${consumer.key}>${provider.key}`)) {
      return { pair, withPath };
    }
  }
}

function portOf({ ports }: Workload): string | undefined {
  return ports[0]?.protocol;
}

function draw<T>(random: Random, items: readonly T[]): T {
  const item = items[random.below(items.length)];
  if (item === undefined) throw new Error('There is nothing to draw from');
  return item;
}

function toRequest(
  { pods }: Pools,
  {
    pair: { consumer, provider, edge },
    withPath,
    path = '/v1/items/{*}',
  }: Drawn,
  number: number,
): CallRequest {
  const [port] = edge?.ports ?? provider.ports;
  if (!port) throw new Error(`${provider.key} has no port`);
  const method = edge?.operations?.[0]?.methods?.[0] ?? 'GET';
  return {
    source: podOf(consumer),
    destination: {
      ...podOf(provider),
      port: port.targetPort,
      servicePort: port.port,
      protocol: port.protocol,
      service: `${provider.service}.${provider.namespace}`,
    },
    ...(withPath && {
      http: { method, path: path.replace('{*}', String(number)) },
    }),
  };

  function podOf({ key }: Workload): CallParty {
    const [first, ...others] = pods.get(key) ?? [];
    const pod = others[number % PODS] ?? first;
    if (!pod) throw new Error(`${key} has no pods`);
    return pod;
  }
}

/** A pod as it is read from a cluster, with an address and its own hash. */
function createPod(workload: Workload, random: Random): CallParty {
  const { namespace, selector, serviceAccount, inMesh } = workload;
  return {
    namespace,
    labels: {
      ...selector,
      'pod-template-hash': random.below(2 ** 32).toString(16),
    },
    serviceAccount,
    inMesh,
    ip: `10.${random.below(256)}.${random.below(256)}.${random.below(256)}`,
  };
}
