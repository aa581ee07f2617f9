import { isRecord } from '../../evaluate/readJson';
import { isAtLeast } from '../../evaluate/version';
import { Judgement, toKeyPath, type SchemaIssue } from './Judgement';
import { visitBoolean, visitNumber, visitText, type At } from './judgeScalar';
import type { Json, ListNode, MapNode, Node, ObjectNode } from './node';
import { inBody, invalid, tooMany, wrongType } from './words';

/**
 * Judges a value by what a definition says, as an API server of a cluster
 * with that version of Istio does. Rules are not asked about a value that
 * has the wrong shape. What breaks a rule is shown by its type, or by its
 * value for kinds of the core, for which null is an absent value as well.
 */
export function judge(
  node: Node,
  value: unknown,
  where: { path: string; istio: string; core?: boolean },
): SchemaIssue[] {
  const { path, istio, core = false } = where;
  const out = new Judgement(istio, core);
  visit(node, { value, path, out });
  return out.issues;
}

function visit(node: Node, at: At): void {
  if (at.value === null && (node.nullable || at.out.core)) return;
  switch (node.type) {
    case 'object':
      visitObject(node, at);
      break;
    case 'map':
      visitMap(node, at);
      break;
    case 'list':
      visitList(node, at);
      break;
    case 'text':
      visitText(node, at);
      break;
    case 'either':
      visit(typeof at.value === 'string' ? node.text : node.number, at);
      break;
    case 'boolean':
      visitBoolean(at);
      break;
    default:
      visitNumber(node, at);
  }
}

function visitObject(node: ObjectNode, { value, path, out }: At): void {
  if (!isRecord(value)) {
    out.shape(path, wrongType(path, 'object', value));
    return;
  }
  const before = out.shapes;
  for (const name of node.required) {
    if (value[name] === undefined) {
      out.shape(`${path}.${name}`, `${path}.${name}: Required value`);
    }
  }
  for (const name of Object.keys(value)) {
    const given = value[name];
    if (given === undefined) continue;
    const field = findField(node, name, out.istio);
    if (field) visit(field, { value: given, path: `${path}.${name}`, out });
    else if (!node.open) out.unknown(`${path}.${name}`);
  }
  for (const choice of node.choices) {
    const found = choice.filter(name => value[name] !== undefined).length;
    if (found < 2) continue;
    const only = `"${path}" must validate one and only one schema (oneOf)`;
    const message = `${only}. Found ${found} valid alternatives`;
    out.shape(path, invalid(path, '""', message));
  }
  if (out.shapes === before) out.rules<Json>(node.rules, value, path);
}

function findField(
  { fields }: ObjectNode,
  name: string,
  istio: string,
): Node | undefined {
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
  return field?.since && !isAtLeast(istio, field.since) ? undefined : field;
}

function visitMap(node: MapNode, { value, path, out }: At): void {
  if (!isRecord(value)) {
    out.shape(path, wrongType(path, 'object', value));
    return;
  }
  const before = out.shapes;
  const keys = Object.keys(value);
  if (keys.length < node.min) {
    const what = `have at least ${node.min} properties`;
    out.shape(path, inBody(path, value, what));
  }
  if (keys.length > node.max) {
    out.shape(path, tooMany(path, keys.length, node.max));
  }
  for (const key of keys) {
    visit(node.item, { value: value[key], path: toKeyPath(path, key), out });
  }
  if (out.shapes === before) out.rules<Json>(node.rules, value, path);
}

function visitList(node: ListNode, { value, path, out }: At): void {
  if (!Array.isArray(value)) {
    out.shape(path, wrongType(path, 'array', value));
    return;
  }
  const before = out.shapes;
  if (value.length < node.min) {
    const what = `have at least ${node.min} items`;
    out.shape(path, inBody(path, value, what));
  }
  if (value.length > node.max) {
    out.shape(path, tooMany(path, value.length, node.max));
  }
  value.forEach((item, index) =>
    visit(node.item, { value: item, path: `${path}[${index}]`, out }),
  );
  checkKeys(node.key, { value, path, out });
  if (out.shapes === before) out.rules<unknown[]>(node.rules, value, path);
}

/** Items of a list must differ in the field that tells them apart. */
function checkKeys(
  key: string | undefined,
  { value, path, out }: At & { value: unknown[] },
): void {
  if (key === undefined) return;
  const seen = new Set<unknown>();
  value.forEach((entry, index) => {
    const name = isRecord(entry) ? entry[key] : undefined;
    if (name === undefined) return;
    if (seen.has(name)) {
      const where = `${path}[${index}]`;
      const shown = JSON.stringify({ [key]: name });
      out.shape(where, `${where}: Duplicate value: ${shown}`);
    }
    seen.add(name);
  });
}
