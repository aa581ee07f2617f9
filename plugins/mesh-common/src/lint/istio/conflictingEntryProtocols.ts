import type { MeshObject } from '../../objects';
import { toRecords, toText, toTexts } from '../../evaluate/readJson';
import type { LintContext, ObjectRule, RuleFinding } from '../types';
import { listNames } from './context/listNames';
import { toNumber } from './context/numbers';
import { fullName, groups, namespaceOf, specOf } from './context/objects';
import { EVERYWHERE, toScopes } from './context/scopes';

/** What is said of a host and port: by whom, and which protocols. */
type Claims = { objects: Set<MeshObject>; protocols: Set<string> };
type Scope = Map<string, Claims>;

const nobody: Claims = { objects: new Set(), protocols: new Set() };

/** Proxies take one of them: rules about HTTP may hold for nobody. */
export const conflictingEntryProtocols: ObjectRule = {
  code: 'MW2177',
  severity: 'warning',
  summary: 'ServiceEntries agree on the protocol of a host and port',
  aliases: ['IST0177'],
  check: context => {
    const scopes = listScopes(context);
    const everywhere: Scope = scopes.get(EVERYWHERE) ?? new Map();
    const reported = new Map<MeshObject, RuleFinding>();
    const told = new Set<string>();
    for (const [name, scope] of scopes) {
      for (const [host, own] of scope) {
        const others =
          (name === EVERYWHERE ? undefined : everywhere.get(host)) ?? nobody;
        const protocols = new Set([...own.protocols, ...others.protocols]);
        if (protocols.size < 2) continue;
        const message = describe(host, protocols, [own, others]);
        report(reported, own, message);
        // What everybody sees is told once, however many see something else.
        if (others === nobody || told.has(host)) continue;
        told.add(host);
        report(reported, others, message);
      }
    }
    return [...reported.values()];
  },
};

/** Who says what of a host and port, by who sees it. */
function listScopes(context: LintContext): Map<string, Scope> {
  const scopes = new Map<string, Scope>();
  for (const object of context.ofKind('ServiceEntry', groups.networking)) {
    const spec = specOf(object);
    const ports = toRecords(spec.ports);
    for (const name of toScopes(spec.exportTo, namespaceOf(object))) {
      const scope: Scope = scopes.get(name) ?? new Map();
      scopes.set(name, scope);
      for (const host of toTexts(spec.hosts)) {
        for (const { number, protocol } of ports) {
          const key = `${host}:${toNumber(number)}`;
          const claims = scope.get(key) ?? {
            objects: new Set(),
            protocols: new Set(),
          };
          scope.set(key, claims);
          claims.objects.add(object);
          claims.protocols.add((toText(protocol) ?? '').toUpperCase());
        }
      }
    }
  }
  return scopes;
}

function describe(
  host: string,
  protocols: ReadonlySet<string>,
  claims: readonly Claims[],
): string {
  const who = listNames(listAll(claims));
  const what = listNames([...protocols].map(item => item || 'none'));
  return `ServiceEntries give ${host} different protocols (${what}): ${who}. Proxies take one of them; agree on one.`;
}

function* listAll(claims: readonly Claims[]): Generator<string> {
  for (const { objects } of claims) {
    for (const object of objects) yield fullName(object);
  }
}

function report(
  reported: Map<MeshObject, RuleFinding>,
  { objects }: Claims,
  message: string,
): void {
  for (const object of objects) {
    if (!reported.has(object)) {
      reported.set(object, { object, path: 'spec/ports', message });
    }
  }
}
