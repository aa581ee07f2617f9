import { listAddresses, type VerifyBody } from '@meshwright/plugin-mesh-common';
import type { StepProgress } from '@meshwright/plugin-mesh-node';
import type { ProbeObjects } from '../clusters/ProbeObjects';

const WAIT_MS = 5_000;

/** Looks once whether a Service has its address; load balancers take a while. */
export async function checkAddress(
  objects: ProbeObjects,
  body: Extract<VerifyBody, { check: 'loadBalancerAddress' }>,
): Promise<StepProgress> {
  const { namespace, service, address } = body;
  const services = await objects.list('Service', { namespace });
  const found = services.find(({ metadata }) => metadata.name === service);
  const addresses = listAddresses(found);
  const what = `Service '${namespace}/${service}'`;
  if (addresses.includes(address)) {
    return {
      state: 'succeeded',
      changed: false,
      evidence: [
        {
          what: `Address of ${what}`,
          expected: address,
          seen: addresses.join(', '),
          ok: true,
        },
      ],
    };
  }
  const state = found
    ? `has ${addresses.join(', ') || 'no address'} yet`
    : 'is not there yet';
  return {
    state: 'running',
    poller: 'address',
    afterMs: WAIT_MS,
    message: `${what} ${state}; waiting for ${address}`,
  };
}
