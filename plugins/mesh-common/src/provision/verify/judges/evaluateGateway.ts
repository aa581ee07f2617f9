import type { JsonObject } from '@backstage/types';
import type { MeshObject } from '../../../objects';
import type { Evidence } from '../../run';
import { failed, passed, unknown } from '../evidence';
import type { ProbeOutcome, VerifyMesh } from '../types';
import { describe, whyNot } from './evaluateCalls';

/**
 * Whether the internal gateway has its pinned address, and answers there.
 *
 * @public
 */
export function evaluateGateway(
  read: { service?: MeshObject; probe: ProbeOutcome },
  { address }: NonNullable<VerifyMesh['gateway']>,
): Evidence[] {
  return [judgeAddress(read.service, address), judgeReach(read.probe, address)];
}

/** Addresses that a Service of type LoadBalancer has. */
export function listAddresses(service: MeshObject | undefined): string[] {
  const { ingress } = (service?.status?.loadBalancer ?? {}) as JsonObject;
  return Array.isArray(ingress)
    ? ingress.flatMap(one => {
        const { ip } = (one ?? {}) as JsonObject;
        return typeof ip === 'string' ? [ip] : [];
      })
    : [];
}

function judgeAddress(
  service: MeshObject | undefined,
  address: string,
): Evidence {
  const row = {
    what: 'Address of the internal gateway',
    expected: `the pinned one, ${address}`,
  };
  if (!service) {
    return failed({ ...row, seen: 'no Service of the gateway is there' });
  }
  const found = listAddresses(service);
  const seen = found.join(', ') || 'no address yet';
  return found.includes(address)
    ? passed({ ...row, seen })
    : failed({ ...row, seen });
}

function judgeReach(probe: ProbeOutcome, address: string): Evidence {
  const row = {
    what: `Internal gateway at ${address}`,
    expected: 'it says that it is ready: HTTP 200',
  };
  const seen = describe(probe);
  if (seen === undefined) {
    return unknown({ ...row, why: whyNot(probe) });
  }
  return seen === 'HTTP 200'
    ? passed({ ...row, seen })
    : failed({ ...row, seen });
}
