import type { MeshObject } from '../../objects';
import { toTexts } from '../../evaluate/readJson';
import type { LintContext, ObjectRule, RuleFinding } from '../types';
import { append } from './context/groupBy';
import { HostIndex } from './context/HostIndex';
import { MESH_GATEWAY } from './context/gatewayReferences';
import { toFqdn } from './context/hosts';
import { listNames } from './context/listNames';
import { fullName, groups, namespaceOf, specOf } from './context/objects';
import { EVERYWHERE, toScopes } from './context/scopes';

type Scope = Map<string, MeshObject[]>;

/** Proxies take one of them, and the routes of the others are lost. */
export const conflictingMeshHosts: ObjectRule = {
  code: 'MW2109',
  severity: 'error',
  summary: 'One VirtualService routes calls inside the mesh to a host',
  aliases: ['IST0109'],
  check: context => {
    const scopes = listScopes(context);
    const everywhere: Scope = scopes.get(EVERYWHERE) ?? new Map();
    const index = new HostIndex([...everywhere.keys()]);
    const reported = new Map<MeshObject, RuleFinding>();
    const told = new Set<string>();
    for (const [scope, hosts] of scopes) {
      for (const [host, own] of hosts) {
        const matches =
          scope === EVERYWHERE ? [] : [...index.overlapping(host)];
        if (own.length + matches.length < 2) continue;
        const others = matches.map(match => everywhere.get(match) ?? []);
        const names = listNames(listAll([own, ...others]));
        report(reported, own, { host, names });
        for (const match of matches.filter(name => !told.has(name))) {
          told.add(match);
          report(reported, everywhere.get(match) ?? [], { host, names });
        }
      }
    }
    return [...reported.values()];
  },
};

/** VirtualServices for the proxies of workloads, by who sees them and host. */
function listScopes(context: LintContext): Map<string, Scope> {
  const scopes = new Map<string, Scope>();
  for (const object of context.ofKind('VirtualService', groups.networking)) {
    const { gateways, hosts, exportTo } = specOf(object);
    const attached = toTexts(gateways);
    if (attached.length > 0 && !attached.includes(MESH_GATEWAY)) continue;
    const home = namespaceOf(object);
    for (const name of toScopes(exportTo, home)) {
      const scope: Scope = scopes.get(name) ?? new Map();
      scopes.set(name, scope);
      for (const host of toTexts(hosts)) {
        append(scope, toFqdn(home, host), object);
      }
    }
  }
  return scopes;
}

function* listAll(
  lists: readonly (readonly MeshObject[])[],
): Generator<string> {
  for (const list of lists) {
    for (const object of list) yield fullName(object);
  }
}

function report(
  reported: Map<MeshObject, RuleFinding>,
  objects: readonly MeshObject[],
  { host, names }: { host: string; names: string },
): void {
  for (const object of objects.filter(item => !reported.has(item))) {
    reported.set(object, {
      object,
      path: 'spec/hosts',
      message: `Several VirtualServices route calls inside the mesh to '${host}': ${names}. Proxies take only one of them; merge them, or give each its own host.`,
    });
  }
}
