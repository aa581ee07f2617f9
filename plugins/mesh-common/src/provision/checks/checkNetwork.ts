import { completeNetwork } from '../completeNetwork';
import type { NetworkAnswers } from '../schema/networkSchema';
import type { AddressedSpec } from './AddressedSpec';
import { checkAddresses } from './checkAddresses';
import { checkRanges } from './checkRanges';
import { checkSubnets } from './checkSubnets';
import type { Problems } from './Problems';

/** The complete address plan; undefined when there is no room for one. */
export function checkNetwork(
  answers: Omit<AddressedSpec, 'network'> & { network: NetworkAnswers },
  problems: Problems,
): AddressedSpec['network'] | undefined {
  const { network, problems: found } = completeNetwork(answers.network, {
    maxNodes: answers.nodes.max,
    edge: answers.edge !== undefined,
  });
  for (const { field, message } of found) {
    problems.error(field, message);
  }
  if (network) {
    const spec = { ...answers, network };
    checkRanges(network, problems);
    checkSubnets(spec, problems);
    checkAddresses(spec, problems);
  }
  return network;
}
