import type {
  EdgePeer,
  EdgeStatus,
  EdgeStep,
} from '@meshwright/plugin-mesh-common';

/** Instant of the pass that the samples tell of. */
export const passAt = new Date(Date.now() - 40_000).toISOString();

/** An instant so many hours from now. */
export const hours = (count: number) =>
  new Date(Date.now() + count * 3_600_000).toISOString();

const STEPS: EdgeStep[] = [
  'declared',
  'bound',
  'approved',
  'compiled',
  'applied',
  'accepted',
  'enforced',
  'observed',
];

const peers = {
  web: peer('component:default/web', 'group:default/shop', 'web'),
  orders: peer('component:default/orders', 'group:default/retail', 'retail'),
  api: peer('component:default/api', 'group:default/shop', 'api'),
  db: peer('resource:default/orders-db', 'group:default/shop', 'db'),
  payments: peer(
    'component:default/payments',
    'group:default/payments',
    'payments',
  ),
};

/** An edge that every step of is done, changed as told. */
export function sampleEdge(
  ends: { from: keyof typeof peers; to: keyof typeof peers },
  changes: Partial<EdgeStatus> & { open?: EdgeStep; unknown?: boolean } = {},
): EdgeStatus {
  const { open, unknown, ...rest } = changes;
  const consumer = peers[ends.from];
  const provider = peers[ends.to];
  const notDone = unknown ? 'unknown' : 'false';
  const done = open ? STEPS.indexOf(open) : STEPS.length;
  return {
    key: `${consumer.workloadKey}>${provider.workloadKey}#${provider.entityRef}`,
    consumer,
    provider,
    cluster: 'shop-weu',
    targetRef: provider.entityRef,
    ports: [{ name: 'http', port: 80, targetPort: 8080, protocol: 'http' }],
    what: 'GET /items/{id}',
    consent: {
      state: 'granted',
      reason: 'SameOwner',
      message: 'Both belong to group:default/shop.',
    },
    provenance: 'declared',
    steps: STEPS.map((step, index) => ({
      step,
      status: index < done ? 'true' : notDone,
      reason: index < done ? 'Done' : 'NotYet',
      message: '',
    })),
    summary: 'in-force',
    sentence: 'In force.',
    objects: ['security.istio.io/AuthorizationPolicy/api/meshwright-api'],
    traffic: { rate: 3.2, denied: 0, mtls: 1, lastSeen: hours(-0.01) },
    ...rest,
  };
}

/** A request of another team that waits for the shop. */
export const pendingEdge = sampleEdge(
  { from: 'orders', to: 'api' },
  {
    open: 'approved',
    declaredReason: 'Orders shows prices of items',
    consent: {
      state: 'pending',
      reason: 'WaitsForOwner',
      message: 'Waits for group:default/shop to approve.',
    },
    summary: 'waiting',
    sentence:
      'Waiting for shop (group:default/shop) to approve; requested by orders.',
    objects: [],
    traffic: undefined,
  },
);

function peer(entityRef: string, owner: string, namespace: string): EdgePeer {
  return {
    entityRef,
    workloadKey: `${entityRef}@shop-weu/${namespace}`,
    owner,
    lifecycle: 'production',
    namespace,
  };
}
