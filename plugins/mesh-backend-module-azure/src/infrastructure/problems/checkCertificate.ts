import type { SpecProblem } from '@meshwright/plugin-mesh-common';
import { nameOf } from '../ids';
import type { PlanContext } from '../PlanContext';

/** Whether the certificate lies where the application gateway may read. */
export function checkCertificate(context: PlanContext): SpecProblem[] {
  const { edge } = context.spec;
  if (!edge) {
    return [];
  }
  const { ids, observed } = context;
  const vault = nameOf(edge.vaultId ?? ids.vault).toLowerCase();
  const host = /^https:\/\/([^./]+)\./.exec(edge.certificateSecretId)?.[1];
  const field = 'edge.certificateSecretId';
  if (host?.toLowerCase() !== vault) {
    const message = edge.vaultId
      ? `The certificate is in the vault '${host}', but 'edge.vaultId' names '${vault}'`
      : `Without 'edge.vaultId' the certificate is kept in the cluster's own vault: give 'https://${vault}.vault.azure.net/secrets/<name>', or the id of the vault '${host}'`;
    return [{ field, severity: 'error', message }];
  }
  const isNew = !edge.vaultId && !observed.resources[ids.vault.toLowerCase()];
  const message = `The vault '${vault}' is made first. The run stops before the application gateway until the certificate is in it; put it there, and resume`;
  return isNew ? [{ field, severity: 'warning', message }] : [];
}
