import type { Json } from '../schema/node';
import { isAddress } from '../text/address';
import {
  doOverlap,
  findSniProblem,
  findWildcardProblem,
  isWildcard,
} from '../text/names';
import { isClaim } from './claims';
import { checkExportTo } from './exportTo';
import type { Findings } from './Findings';
import { checkGatewayNames } from './gatewayNames';
import { checkHttpRoute } from './httpRoute';
import { findUnreachable } from './reachability';
import { toItems, toMessage, toMessages } from './read';
import { checkTcpRoute, checkTlsRoute } from './streamRoutes';
import type { Check } from './types';

/** Set on VirtualServices that stand for routes of the Gateway API. */
const SEMANTICS = 'internal.istio.io/route-semantics';

/** What routes have to know of the VirtualService that they are in. */
export type RouteContext = {
  hosts: readonly string[];
  gateways: readonly string[];
  /** Whether it is for gateways alone. */
  ofGateway: boolean;
  /** Whether another one hands calls to it. */
  isDelegate: boolean;
  /** Whether it stands for routes of the Gateway API. */
  fromApi: boolean;
  out: Findings;
};

/** What the control plane's webhook says to a VirtualService. */
export const checkVirtualService: Check = (
  { annotations, spec, namespace },
  out,
) => {
  const hosts = toItems(spec.hosts);
  const gateways = toItems(spec.gateways);
  const routes = {
    http: toMessages(spec.http),
    tcp: toMessages(spec.tcp),
    tls: toMessages(spec.tls),
  };
  const context: RouteContext = {
    hosts,
    gateways,
    ofGateway: gateways.length > 0 && !gateways.includes('mesh'),
    isDelegate: hosts.length === 0,
    fromApi: annotations[SEMANTICS] === 'gateway',
    out,
  };
  if (context.isDelegate) checkDelegate(spec, out);
  checkGatewayNames(gateways, { fromApi: context.fromApi }, out);
  if (!context.ofGateway) checkClaims(routes.http, gateways, out);
  checkHosts(spec, context);
  if (Object.values(routes).every(list => list.length === 0)) {
    out.error('http, tcp or tls must be provided in virtual service');
  }
  for (const route of routes.http) {
    if (route) checkHttpRoute(route, context);
    else out.error('http route may not be null');
  }
  for (const route of routes.tls) if (route) checkTlsRoute(route, context);
  for (const route of routes.tcp) if (route) checkTcpRoute(route, context);
  checkExportTo(spec.exportTo, { namespace }, out);
  out.warn(...Object.values(routes).flatMap(findUnreachable));
};

const notInDelegates: Readonly<Record<string, string>> = {
  gateways: 'gateways',
  tls: 'tls route',
  tcp: 'tcp route',
};

function checkDelegate(spec: Json, out: Findings): void {
  for (const [field, name] of Object.entries(notInDelegates)) {
    if (toItems(spec[field]).length === 0) continue;
    out.error(`delegate virtual service must have no ${name} specified`);
  }
}

function checkHosts(spec: Json, context: RouteContext): void {
  const { hosts, ofGateway, out } = context;
  const sni = toMessages(spec.tls)
    .flatMap(route => toMessages(route?.match))
    .some(match => toItems(match?.sniHosts).length > 0);
  let sound = true;
  for (const host of hosts) {
    const problem =
      ofGateway && sni ? findSniProblem(host) : findWildcardProblem(host);
    const everything = !ofGateway && host === '*';
    if (problem ? isAddress(host) : !everything) continue;
    sound = false;
    out.error(
      problem ??
        'wildcard host * is not allowed for virtual services bound to the mesh gateway',
    );
  }
  if (sound) checkOverlaps(hosts, out);
}

/** Hosts that one is compared with; nobody has more. */
const MOST_RIVALS = 1000;

function checkOverlaps(hosts: readonly string[], out: Findings): void {
  const earlier: string[] = [];
  const earlierStars: string[] = [];
  const seen = new Set<string>();
  for (const host of hosts) {
    const rivals = isWildcard(host) ? earlier : earlierStars;
    const other = seen.has(host)
      ? host
      : rivals.slice(0, MOST_RIVALS).find(each => doOverlap(each, host));
    if (other !== undefined) {
      out.error(`duplicate hosts in virtual service: ${other} & ${host}`);
    }
    seen.add(host);
    earlier.push(host);
    if (isWildcard(host)) earlierStars.push(host);
  }
}

function checkClaims(
  routes: readonly (Json | undefined)[],
  gateways: readonly string[],
  out: Findings,
): void {
  const matches = routes.flatMap(route => toMessages(route?.match));
  for (const match of matches) {
    for (const field of ['headers', 'withoutHeaders']) {
      for (const key of Object.keys(toMessage(match?.[field]) ?? {})) {
        if (!isClaim(key)) continue;
        out.error(
          `JWT claim based routing (key: ${key}) is only supported for gateway, found no gateways: [${gateways.join(
            ' ',
          )}]`,
        );
      }
    }
  }
}
