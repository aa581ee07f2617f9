import type { JsonObject, JsonValue } from '@backstage/types';
import { isEqual } from 'lodash';
import type { MeshObject } from '../objects/types';
import { listCallers, listSource } from './Admitted';
import { toObjects, withSpec } from './carry';
import type { PortMove } from './portMoves';

/** What the API server takes of rules in one policy. */
const MAX_RULES = 512;

/** Admits callers on the old number of a port too: those that may be. */
export function extendCalls(
  object: MeshObject,
  options: { move: PortMove; isAdmitted: (caller: string) => boolean },
): MeshObject {
  const { move, isAdmitted } = options;
  const extended = toObjects(object.spec?.rules).map(rule => {
    const callers = listsPort(rule, move.to) ? listCallers(rule) : [];
    const some = new Set(callers.filter(isAdmitted));
    if (some.size === 0) return [rule];
    if (some.size === new Set(callers).size) return [addToRule(rule, move)];
    return [rule, onlyFor(rule, move, caller => some.has(caller))];
  });
  return withRules(object, 'rules', extended);
}

/** Refuses and asks on the old number of a port too. */
export function extendGuards(object: MeshObject, move: PortMove): MeshObject {
  const extended = toObjects(object.spec?.rules).map(rule =>
    listsPort(rule, move.to) ? [addToRule(rule, move)] : [rule],
  );
  return withRules(object, 'rules', extended);
}

/** Lets connections with peers through on the old number of a port too. */
export function extendConnections(
  object: MeshObject,
  options: {
    move: PortMove;
    direction: 'ingress' | 'egress';
    isAdmitted: (peer: JsonValue) => boolean;
  },
): MeshObject {
  const { move, direction, isAdmitted } = options;
  const side = direction === 'ingress' ? 'from' : 'to';
  const extended = toObjects(object.spec?.[direction]).map(rule => {
    const peers = rule[side];
    const port = toObjects(rule.ports).find(item => item.port === move.to);
    const some = port && Array.isArray(peers) ? peers.filter(isAdmitted) : [];
    if (some.length === 0) return [rule];
    const old = { ...port, port: move.from };
    if (some.length < (peers as JsonValue[]).length) {
      return [rule, { [side]: some, ports: [old] }];
    }
    const ports = toObjects(rule.ports);
    if (ports.some(item => isEqual(item, old))) return [rule];
    ports.push(old);
    ports.sort((a, b) => Number(a.port) - Number(b.port));
    return [{ ...rule, ports }];
  });
  return withRules(object, direction, extended);
}

/** The same object where nothing changes; no more rules than it can hold. */
function withRules(
  object: MeshObject,
  field: 'rules' | 'ingress' | 'egress',
  extended: readonly JsonObject[][],
): MeshObject {
  const before = toObjects(object.spec?.[field]);
  const all = extended.flat();
  const rules = all.length <= MAX_RULES ? all : extended.map(([rule]) => rule);
  const isSame =
    rules.length === before.length &&
    rules.every((rule, index) => rule === before[index]);
  return isSame ? object : withSpec(object, { [field]: rules });
}

function listsPort({ to }: JsonObject, port: number): boolean {
  return toObjects(to).some(item => portsOf(item).includes(String(port)));
}

function addToRule(rule: JsonObject, { from, to }: PortMove): JsonObject {
  return {
    ...rule,
    to: toObjects(rule.to).map(item => {
      const ports = portsOf(item);
      if (!ports.includes(String(to)) || ports.includes(String(from))) {
        return item;
      }
      const all = [...ports, String(from)];
      return withPorts(
        item,
        all.sort((a, b) => Number(a) - Number(b)),
      );
    }),
  };
}

/** What some callers may do on the new number, on the old one. */
function onlyFor(
  rule: JsonObject,
  { from, to }: PortMove,
  isMeant: (caller: string) => boolean,
): JsonObject {
  return {
    ...rule,
    from: toObjects(rule.from).flatMap(item => {
      const source = (item.source ?? {}) as JsonObject;
      const callers = listSource(source).filter(isMeant);
      if (callers.length === 0) return [];
      return Array.isArray(source.principals)
        ? [{ ...item, source: { ...source, principals: callers } }]
        : [item];
    }),
    to: toObjects(rule.to)
      .filter(item => portsOf(item).includes(String(to)))
      .map(item => withPorts(item, [String(from)])),
  };
}

function portsOf({ operation }: JsonObject): string[] {
  const { ports } = (operation ?? {}) as JsonObject;
  return Array.isArray(ports) ? (ports as string[]) : [];
}

function withPorts(item: JsonObject, ports: string[]): JsonObject {
  return { ...item, operation: { ...(item.operation as JsonObject), ports } };
}
