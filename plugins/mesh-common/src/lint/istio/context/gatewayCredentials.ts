import type { MeshObject } from '../../../objects';
import { toText } from '../../../evaluate/readJson';
import type { LintContext } from '../../types';
import { listGateways, listServers, selectorOf } from './gateways';
import { byFullName, core, namespaceOf, resolveName } from './objects';
import { indexPods } from './pods';

/** A Secret that a server of a Gateway names. */
export type GatewayCredential = {
  gateway: MeshObject;
  path: string;
  /** As it is written. */
  name: string;
  /** Where the pods of the Gateway look for it. */
  fullName: string;
  secret: MeshObject | undefined;
};

/**
 * The Secrets that Gateways name; derive it from the context. Gateways
 * without pods are left out: nobody would read a Secret for them.
 */
export function listGatewayCredentials(
  context: LintContext,
): GatewayCredential[] {
  const pods = context.derive(indexPods);
  const secrets = byFullName(core(context, 'Secret'));
  return listGateways(context).flatMap(gateway => {
    const pod = pods.first(selectorOf(gateway));
    if (!pod) return [];
    return listServers(gateway).flatMap(({ path, tls }) => {
      const name = toText(tls?.credentialName);
      if (!name) return [];
      const fullName = resolveName(namespaceOf(pod), name);
      return [
        {
          gateway,
          path: `${path}/tls/credentialName`,
          name,
          fullName,
          secret: secrets.get(fullName),
        },
      ];
    });
  });
}
