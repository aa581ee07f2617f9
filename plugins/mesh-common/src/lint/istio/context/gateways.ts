import type { MeshObject } from '../../../objects';
import {
  isRecord,
  toLabels,
  toRecord,
  toRecords,
  toText,
  toTexts,
} from '../../../evaluate/readJson';
import type { LintContext } from '../../types';
import { toNumber } from './numbers';
import {
  byFullName,
  groups,
  specOf,
  type Fields,
  type Labels,
} from './objects';

/** A server of a Gateway of Istio. */
export type GatewayServer = {
  path: string;
  hosts: string[];
  /** Address that it listens on; empty for any. */
  bind: string;
  /** 0 when the server says none. */
  port: number;
  hasPort: boolean;
  tls: Fields | undefined;
};

export function listGateways(context: LintContext): readonly MeshObject[] {
  return context.ofKind('Gateway', groups.networking);
}

/** Gateways of Istio by full name; derive it from the context. */
export function indexGateways(
  context: LintContext,
): ReadonlyMap<string, MeshObject> {
  return byFullName(listGateways(context));
}

/** Gateways of the Gateway API by full name; derive it from the context. */
export function indexApiGateways(
  context: LintContext,
): ReadonlyMap<string, MeshObject> {
  return byFullName(context.ofKind('Gateway', groups.gateway));
}

export function selectorOf(gateway: MeshObject): Labels {
  return toLabels(specOf(gateway).selector);
}

export function listServers(gateway: MeshObject): GatewayServer[] {
  return toRecords(specOf(gateway).servers).map((server, index) => ({
    path: `spec/servers[${index}]`,
    hosts: toTexts(server.hosts),
    bind: toText(server.bind) ?? '',
    port: toNumber(toRecord(server.port).number),
    hasPort: isRecord(server.port),
    tls: isRecord(server.tls) ? server.tls : undefined,
  }));
}
