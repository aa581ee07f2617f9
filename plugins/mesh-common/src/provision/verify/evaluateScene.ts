import type { MeshObject } from '../../objects';
import type { Evidence } from '../run';
import { unknown } from './evidence';
import { evaluateAllowedCall, evaluateRefusal } from './judges/evaluateCalls';
import { evaluateDns } from './judges/evaluateDns';
import { evaluateGateway } from './judges/evaluateGateway';
import { evaluateMetrics, type ObservedCalls } from './judges/evaluateMetrics';
import { SERVER } from './scene/probes';
import { namespaceOf } from './scene/SceneOptions';
import type { ProbeOutcome, VerifyBody } from './types';

/**
 * What the probes of a check show.
 *
 * @param read - What each probe came to, by its name; for a gateway its
 *   Service; for metrics the traffic, or why there is none
 *
 * @public
 */
export function evaluateScene(
  body: Extract<VerifyBody, { check: 'probe' }>,
  read: {
    outcomes: Readonly<Record<string, ProbeOutcome>>;
    service?: MeshObject;
    traffic?: readonly ObservedCalls[];
    problem?: string;
  },
): Evidence[] {
  const { control = {}, probe = {} } = read.outcomes;
  const { scene, mesh } = body;
  switch (scene) {
    case 'allowed':
      return evaluateAllowedCall(control);
    case 'authorization':
    case 'plaintext':
    case 'network':
      return evaluateRefusal(scene, { control, probe });
    case 'dns':
      return evaluateDns(probe, {
        names: body.names,
        address: mesh.gateway?.address,
      });
    case 'metrics':
      return judgeMetrics(body, read);
    default:
      return mesh.gateway
        ? evaluateGateway({ service: read.service, probe }, mesh.gateway)
        : [];
  }
}

function judgeMetrics(
  body: Extract<VerifyBody, { check: 'probe' }>,
  read: Parameters<typeof evaluateScene>[1],
): Evidence[] {
  const [call] = evaluateAllowedCall(read.outcomes.control ?? {});
  const caller = {
    namespace: namespaceOf({ ...body, instance: '' }),
    serviceAccount: 'allowed',
    workload: SERVER,
  };
  return call.ok
    ? evaluateMetrics(read, caller)
    : [
        unknown({
          what: 'Metrics',
          expected: 'those of calls that pass',
          why: `no call passed: ${call.seen}`,
        }),
      ];
}
