import { explainAuthorization } from './explainAuthorization';
import { explainNetwork } from './explainNetwork';
import { explainTransport } from './explainTransport';
import type { Findings } from './findings';
import type { WorldOptions } from './types';

/** The steps of the reasoning, in the order in which the layers act. */
export function explain(options: WorldOptions, findings: Findings): string[] {
  const network = explainNetwork(findings);
  if (findings.network?.allowed === false) return network;
  return [
    ...network,
    ...explainTransport(options, findings),
    ...explainAuthorization(findings),
  ];
}
