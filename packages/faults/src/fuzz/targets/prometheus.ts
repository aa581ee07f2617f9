import type { Random } from '../../azure/Random';
import { hostileText } from '../hostileValues';
import { mutate } from '../mutate';
import { PrometheusTrafficSource } from '../parts';
import { BrokenPromise, type Target } from '../Target';

const answer = {
  status: 'success',
  data: {
    resultType: 'vector',
    result: [
      {
        metric: {
          source_principal: 'spiffe://cluster.local/ns/shop/sa/web',
          source_workload_namespace: 'shop',
          destination_workload: 'api',
          destination_workload_namespace: 'shop',
          response_code: '200',
          connection_security_policy: 'mutual_tls',
        },
        value: [1_800_000_000, '4.5'],
      },
    ],
  },
};

function respond(random: Random): Response {
  const status = random.pick([200, 200, 200, 200, 204, 400, 422, 500, 302]);
  const body =
    random.below(5) === 0
      ? hostileText(random)
      : JSON.stringify(mutate(answer, random, 3));
  const isEmpty = status === 204;
  return new Response(isEmpty ? null : body, { status });
}

/** Answers of Prometheus: numbers that are numbers, or a sentence. */
export function createPrometheusTarget(): Target {
  return {
    name: 'prometheus',
    async attempt(random) {
      const source = PrometheusTrafficSource.create({
        url: 'http://prometheus.example',
        fetch: async () => respond(random),
      });
      let seen;
      try {
        seen = await source.observe({ cluster: 'dev', windowSeconds: 300 });
      } catch (error) {
        if ((error as Error).name === 'ServiceUnavailableError') {
          return;
        }
        throw error;
      }
      for (const { rate, denied, mtls, lastSeen } of seen) {
        const isShare = (value: number) => value >= 0 && value <= 1.000001;
        if (!(rate > 0) || !isShare(denied) || !isShare(mtls) || !lastSeen) {
          throw new BrokenPromise(
            `no observation: ${JSON.stringify({ rate, denied, mtls })}`,
          );
        }
      }
    },
  };
}
