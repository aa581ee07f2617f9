import type { Evidence } from '../../run';
import { failed, passed, unknown } from '../evidence';
import type { ProbeOutcome } from '../types';
import { whyNot } from './evaluateCalls';

/** What every cluster has. */
export const CLUSTER_NAME = 'kubernetes.default.svc';

/**
 * Whether the cluster's DNS answers, and names of the private zone lead to
 * the gateway.
 *
 * @param asked - Names of the zone, and the address that each must have
 *
 * @public
 */
export function evaluateDns(
  outcome: ProbeOutcome,
  asked: { names: readonly string[]; address?: string },
): Evidence[] {
  const { report } = outcome;
  const answers = report?.kind === 'dns' ? report.answers : undefined;
  const cluster = {
    what: `Name '${CLUSTER_NAME}' of the cluster`,
    expected: 'an address',
  };
  const zone = asked.names.map(name => ({
    what: `Name '${name}' of the private zone`,
    expected: asked.address ?? 'an address',
  }));
  if (!answers) {
    const why = whyNot(outcome);
    return [cluster, ...zone].map(row => unknown({ ...row, why }));
  }
  return [
    judge(cluster, { found: answers[CLUSTER_NAME] ?? [] }),
    ...zone.map((row, index) =>
      judge(row, {
        found: answers[asked.names[index]] ?? [],
        address: asked.address,
      }),
    ),
  ];
}

function judge(
  row: { what: string; expected: string },
  { found, address }: { found: readonly string[]; address?: string },
): Evidence {
  const seen = found.length > 0 ? found.join(', ') : 'no address';
  const isRight =
    found.length > 0 && (!address || found.every(one => one === address));
  return isRight ? passed({ ...row, seen }) : failed({ ...row, seen });
}
