import type { Config } from '@backstage/config';
import type { Guardrail } from '@meshwright/plugin-mesh-common';
import { parseBlock } from './parseBlock';
import { guardrails } from './schemas';
import type { ClusterSettings } from './types';

/**
 * Reads `mesh.guardrails`. Throws when one of them is not as it should be: a
 * limit with a typing error would limit nothing, and nobody would notice.
 */
export function readGuardrails(
  config: Config,
  clusters: readonly ClusterSettings[],
): Guardrail[] {
  const read = parseBlock(guardrails, {
    at: 'mesh.guardrails',
    value: config.getOptional('guardrails') ?? [],
  });
  const environments = clusters.map(({ environment }) => environment);
  for (const [position, { id, environment }] of read.entries()) {
    const at = `'mesh.guardrails[${position}]'`;
    if (read.findIndex(other => other.id === id) !== position) {
      throw new Error(`${at} has the id '${id}' of another one`);
    }
    if (environment && ![...environments, '*'].includes(environment)) {
      throw new Error(
        `${at} is about the environment '${environment}', which no cluster has; known are ${
          [...new Set(environments)].map(name => `'${name}'`).join(', ') ||
          'none'
        }`,
      );
    }
  }
  return read;
}
