import {
  describeOnPrometheus,
  type RealPrometheus,
  startRealPrometheus,
} from '@meshwright/control-plane';
import { clusterSpec } from '@meshwright/plugin-mesh-common/testUtils';
import { get } from 'lodash';
import { buildProvisionPlan } from '..';
import { emptyWorld } from '../__testUtils__/observedWorlds';

const spec = clusterSpec();
const { steps } = buildProvisionPlan(spec, {
  observed: emptyWorld(spec),
  instance: 'test',
});
const alerts = steps.find(({ id }) => id === 'alerts')?.body;
const rules: Array<{ alert: string; expression: string }> = get(
  alerts,
  'properties.rules',
) as never;

const time = Math.floor(Date.now() / 1000);

/** An hour in which all calls are plain, and many are denied at the end. */
const calls = (perSecond: (at: number) => number) => {
  let count = 0;
  return Array.from({ length: 240 }, (_, at) => {
    count += perSecond(at) * 15;
    return [time - (240 - at) * 15, count] as const;
  });
};
const labels = {
  ...{ __name__: 'istio_requests_total', reporter: 'destination' },
  ...{ destination_workload: 'api', destination_workload_namespace: 'shop' },
  connection_security_policy: 'none',
};

describeOnPrometheus('alerts on a real Prometheus', () => {
  let real: RealPrometheus;
  beforeAll(async () => {
    real = await startRealPrometheus({
      series: [
        {
          labels: { ...labels, response_code: '200' },
          samples: calls(() => 1),
        },
        {
          labels: { ...labels, response_code: '403' },
          samples: calls(at => (at > 215 ? 50 : 0)),
        },
      ],
    });
  }, 60_000);
  afterAll(() => real?.stop());

  async function ask(query: string) {
    const parameters = new URLSearchParams({ query, time: String(time) });
    const answer = await fetch(`${real.url}/api/v1/query?${parameters}`);
    return { status: answer.status, body: await answer.json() };
  }

  it.each(rules.map(({ alert, expression }) => [alert, expression] as const))(
    '%s is an expression that it knows',
    async (_, expression) => {
      expect(await ask(expression)).toMatchObject({
        status: 200,
        body: { status: 'success' },
      });
    },
  );

  it.each(['MeshPlaintextCallers', 'MeshDenialSpike', 'MeshControlPlaneDown'])(
    '%s fires when it should',
    async alert => {
      const expression = rules.find(rule => rule.alert === alert)?.expression;

      const { body } = await ask(expression ?? '');

      expect(body.data.result).toHaveLength(1);
    },
  );
});
