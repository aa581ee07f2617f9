import type { Change, MeshObject } from '@meshwright/plugin-mesh-common';
import { checkPlan } from './checkPlan';

const cluster = { rootNamespace: 'istio-system', trustDomain: 'cluster.local' };

const deployment: MeshObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'orders', namespace: 'orders' },
  spec: {
    template: {
      metadata: {
        labels: { app: 'orders', 'sidecar.istio.io/inject': 'true' },
      },
      spec: { containers: [{ name: 'main', ports: [{ containerPort: 80 }] }] },
    },
  },
};

function policy(name: string): MeshObject {
  return {
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: { name, namespace: 'orders' },
    spec: {
      selector: { matchLabels: { app: 'orders' } },
      rules: [{ from: [{ source: { namespaces: ['orders'] } }] }],
    },
  };
}

const keyOf = (name: string) =>
  `security.istio.io/AuthorizationPolicy/orders/${name}`;
const create: Change = {
  target: 'object',
  type: 'create',
  key: keyOf('new'),
  desired: policy('new'),
};
const remove: Change = {
  target: 'object',
  type: 'delete',
  key: keyOf('old'),
  live: policy('old'),
};
const closed: MeshObject = {
  ...policy('closed'),
  spec: {},
};
const live = [deployment, policy('old'), closed];
const plan = (...waves: Change[][]) => ({ waves, conflicts: [] });

describe('checkPlan', () => {
  it('finds a wave that is not safe in every order', () => {
    const safety = checkPlan({
      plan: plan([create, remove]),
      live,
      cluster,
      always: false,
    });
    expect(safety.state).toBe('unsafe');
    expect(safety.unsafe).toEqual([
      {
        wave: 1,
        message: expect.stringContaining('only AuthorizationPolicy orders/old'),
        applied: [keyOf('old')],
      },
    ]);
  });

  it('finds nothing where the order is kept', () => {
    const safety = checkPlan({
      plan: plan([create], [remove]),
      live,
      cluster,
      always: false,
    });
    expect(safety).toEqual({
      state: 'safe',
      message: expect.stringMatching(/^every order is safe \(\d+ states/),
      unsafe: [],
    });
  });

  it('does not claim what it has not tried', () => {
    const many = Array.from({ length: 2001 }, (_, at) => policy(`p${at}`));
    const safety = checkPlan({
      plan: plan([create]),
      live: many,
      cluster,
      always: false,
    });
    expect(safety.state).toBe('unknown');
    expect(safety.message).toContain('was not tried on 2002 objects');
  });
});
