import type { MeshObject } from '../../objects';
import { toRecords, toText, toTexts } from '../../evaluate/readJson';
import type { ObjectRule } from '../types';
import { listGatewayReferences } from './context/gatewayReferences';
import { listServers } from './context/gateways';
import { overlaps } from './context/hosts';
import { listNames } from './context/listNames';
import { fullName, groups, namespaceOf, specOf } from './context/objects';

/** The gateway does not listen for the host: its routes are never taken. */
export const hostNotInGateway: ObjectRule = {
  code: 'MW2132',
  severity: 'warning',
  summary: 'Gateways of a VirtualService have servers for its hosts',
  aliases: ['IST0132'],
  check: context =>
    context.options.complete
      ? context
          .derive(listGatewayReferences)
          .filter(({ isInternal }) => !isInternal)
          .filter(({ object, gateway }) => !isServed(object, gateway))
          .map(({ object, path, fullName: gateway }) => ({
            object,
            path,
            message: `No server of Gateway ${gateway} is for a host of VirtualService ${fullName(
              object,
            )} (${listNames(
              toTexts(specOf(object).hosts),
            )}), so its routes are not taken there. Add the host to the Gateway, or use another.`,
          }))
      : [],
};

function isServed(
  object: MeshObject,
  gateway: MeshObject | undefined,
): boolean {
  if (!gateway) return false;
  const isApi = gateway.apiVersion.startsWith(`${groups.gateway}/`);
  const served = isApi
    ? listListenerHosts(gateway)
    : listServerHosts(gateway, namespaceOf(object));
  // The Gateway API: who names no host listens for all, even for none.
  if (isApi && served.includes('')) return true;
  const hosts = toTexts(specOf(object).hosts);
  return served.some(host => hosts.some(other => overlaps(host, other)));
}

function listListenerHosts(gateway: MeshObject): string[] {
  return toRecords(specOf(gateway).listeners).map(
    ({ hostname }) => toText(hostname) ?? '',
  );
}

/** Hosts that routes of a namespace may use. */
function listServerHosts(gateway: MeshObject, namespace: string): string[] {
  const home = namespaceOf(gateway);
  return listServers(gateway)
    .flatMap(({ hosts }) => hosts)
    .flatMap(host => {
      const slash = host.indexOf('/');
      if (slash < 0) return [host];
      const scope = host.slice(0, slash);
      const isOpen =
        scope === '*' || (scope === '.' ? home : scope) === namespace;
      return isOpen ? [host.slice(slash + 1)] : [];
    });
}
