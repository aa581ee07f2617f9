import type { Json } from '../schema/node';
import { findPortProblem, findSubnetProblem, isAddress } from '../text/address';
import {
  findSniProblem,
  findWildcardProblem,
  isDnsLabel,
  isWithin,
  listLabelProblems,
} from '../text/names';
import { checkDestination } from './destination';
import type { Findings } from './Findings';
import { checkGatewayNames } from './gatewayNames';
import { isSet, toItems, toMessages, toNumber, toTextEntries } from './read';
import type { RouteContext } from './virtualService';

/** Checks a route of TLS connections. */
export function checkTlsRoute(route: Json, context: RouteContext): void {
  const { out } = context;
  const matches = toMessages(route.match);
  if (matches.length === 0) {
    out.error('TLS route must have at least one match condition');
  }
  for (const match of matches) {
    if (!match) {
      out.error('TLS match may not be null');
      continue;
    }
    const names = toItems(match.sniHosts);
    if (names.length === 0) {
      out.error('TLS match must have at least one SNI host');
    }
    for (const name of names) checkSniHost(name, context);
    checkConnection(match, out);
  }
  checkRoutes('TLS', route, context);
}

/** Checks a route of TCP connections. */
export function checkTcpRoute(route: Json, context: RouteContext): void {
  for (const match of toMessages(route.match)) {
    if (match) context.out.errorsOf(part => checkConnection(match, part));
    else context.out.error('tcp match may not be nil');
  }
  checkRoutes('TCP', route, context);
}

function checkSniHost(name: string, context: RouteContext): void {
  const { hosts, gateways, out } = context;
  const problem = gateways.includes('mesh')
    ? findWildcardProblem(name)
    : findSniProblem(name);
  if (problem && isAddress(name)) {
    out.warn(
      `using an IP address ("${name}") goes against SNI spec and most clients do not support this`,
    );
  } else if (problem) {
    out.error(problem);
  } else if (!hosts.some(host => isWithin(name, host))) {
    out.error(
      `SNI host "${name}" is not a compatible subset of any of the virtual service hosts: [${hosts.join(
        ', ',
      )}]`,
    );
  }
}

function checkConnection(match: Json, out: Findings): void {
  out.error(...toItems(match.destinationSubnets).map(findSubnetProblem));
  checkSource(match, out);
}

/** Checks the port, the labels and the gateways of a match. */
export function checkSource(match: Json, out: Findings): void {
  const port = toNumber(match.port);
  if (port !== 0) out.error(findPortProblem(port));
  out.error(...listLabelProblems(toTextEntries(match.sourceLabels)));
  checkGatewayNames(toItems(match.gateways), { fromApi: false }, out);
}

/** What is wrong with the namespace of a caller. */
export function findNamespaceProblem(namespace: string): string | undefined {
  return namespace === '' || isDnsLabel(namespace)
    ? undefined
    : `sourceNamespace match ${namespace} is invalid`;
}

function checkRoutes(
  protocol: string,
  route: Json,
  { fromApi, out }: RouteContext,
): void {
  const routes = toMessages(route.route);
  if (routes.length === 0) out.error(`${protocol} route is required`);
  checkWeighted(routes, { fromApi, out });
}

/** Checks destinations and how calls are spread over them. */
export function checkWeighted(
  routes: readonly (Json | undefined)[],
  { fromApi, out }: Pick<RouteContext, 'fromApi' | 'out'>,
): void {
  let total = 0;
  for (const route of routes) {
    if (!route) {
      out.error('weight may not be nil');
      continue;
    }
    const weight = toNumber(route.weight);
    if (!isSet(route.destination)) out.error('destination is required');
    if (!fromApi) checkDestination(route.destination, out);
    if (weight < 0) out.error(`weight ${weight} < 0`);
    total += weight;
  }
  if (routes.length > 1 && total === 0) {
    out.error('total destination weight = 0');
  }
}
