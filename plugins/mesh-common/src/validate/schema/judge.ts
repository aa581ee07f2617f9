import { isRecord } from '../../evaluate/readJson';
import { Judgement, type SchemaIssue } from './Judgement';
import { visitBoolean, visitNumber, visitText } from './judgeScalar';
import type { Json, ListNode, MapNode, Node, ObjectNode } from './node';
import { toRelease } from './release';
import { inBody, invalid, tooMany, wrongType } from './words';

/** Goes through a value along a definition. */
class ValueJudgement extends Judgement {
  visit(node: Node, value: unknown, path: string): void {
    if (value === null && (node.nullable || this.core)) return;
    switch (node.type) {
      case 'object':
        this.#visitObject(node, value, path);
        break;
      case 'map':
        this.#visitMap(node, value, path);
        break;
      case 'list':
        this.#visitList(node, value, path);
        break;
      case 'text':
        visitText(node, { value, path, out: this });
        break;
      case 'either':
        this.visit(
          typeof value === 'string' ? node.text : node.number,
          value,
          path,
        );
        break;
      case 'boolean':
        visitBoolean({ value, path, out: this });
        break;
      default:
        visitNumber(node, { value, path, out: this });
    }
  }

  #visitObject(node: ObjectNode, value: unknown, path: string): void {
    if (!isRecord(value)) {
      this.shape(path, wrongType(path, 'object', value));
      return;
    }
    const before = this.shapes;
    for (const name of node.required) {
      if (value[name] === undefined) {
        this.shape(`${path}.${name}`, `${path}.${name}: Required value`);
      }
    }
    for (const name of Object.keys(value)) {
      const given = value[name];
      if (given === undefined) continue;
      const field = this.#findField(node, name);
      if (field) this.visit(field, given, this.within(path, name));
      else if (!node.open) this.unknown(`${path}.${name}`);
    }
    this.#checkChoices(node, value, path);
    if (this.shapes === before) this.rules<Json>(node.rules, value, path);
  }

  #findField({ fields }: ObjectNode, name: string): Node | undefined {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    return field?.since && field.since > this.release ? undefined : field;
  }

  #checkChoices({ choices }: ObjectNode, value: Json, path: string): void {
    for (const choice of choices) {
      let found = 0;
      for (const name of choice) if (value[name] !== undefined) found += 1;
      if (found < 2) continue;
      const only = `"${path}" must validate one and only one schema (oneOf)`;
      const message = `${only}. Found ${found} valid alternatives`;
      this.shape(path, invalid(path, '""', message));
    }
  }

  #visitMap(node: MapNode, value: unknown, path: string): void {
    if (!isRecord(value)) {
      this.shape(path, wrongType(path, 'object', value));
      return;
    }
    const before = this.shapes;
    const keys = Object.keys(value);
    if (keys.length < node.min) {
      const what = `have at least ${node.min} properties`;
      this.shape(path, inBody(path, value, what));
    }
    if (keys.length > node.max) {
      this.shape(path, tooMany(path, keys.length, node.max));
    }
    for (const key of keys) {
      this.visit(node.item, value[key], this.at(path, key));
    }
    if (this.shapes === before) this.rules<Json>(node.rules, value, path);
  }

  #visitList(node: ListNode, value: unknown, path: string): void {
    if (!Array.isArray(value)) {
      this.shape(path, wrongType(path, 'array', value));
      return;
    }
    const before = this.shapes;
    if (value.length < node.min) {
      const what = `have at least ${node.min} items`;
      this.shape(path, inBody(path, value, what));
    }
    if (value.length > node.max) {
      this.shape(path, tooMany(path, value.length, node.max));
    }
    for (let index = 0; index < value.length; index += 1) {
      const item: unknown = value[index];
      this.visit(node.item, item, this.within(path, index));
    }
    if (node.key !== undefined) this.#checkKeys(node.key, value, path);
    if (this.shapes === before) this.rules<unknown[]>(node.rules, value, path);
  }

  /** Items of a list must differ in the field that tells them apart. */
  #checkKeys(key: string, items: readonly unknown[], path: string): void {
    const seen = new Set<unknown>();
    items.forEach((entry, index) => {
      const name = isRecord(entry) ? entry[key] : undefined;
      if (name === undefined) return;
      if (seen.has(name)) {
        const where = `${path}[${index}]`;
        const shown = JSON.stringify({ [key]: name });
        this.shape(where, `${where}: Duplicate value: ${shown}`);
      }
      seen.add(name);
    });
  }
}

/**
 * Judges a value by what a definition says, as an API server of a cluster
 * with that version of Istio does. Rules are not asked about a value that
 * has the wrong shape. What breaks a rule is shown by its type, or by its
 * value for kinds of the core, for which null is an absent value as well.
 * Nearly every value is right, so places are only told in a second look.
 */
export function judge(
  node: Node,
  value: unknown,
  where: { path: string; istio: string; core?: boolean },
): SchemaIssue[] {
  const { path, istio, core = false } = where;
  const release = toRelease(istio);
  const first = new ValueJudgement({ release, core, located: false });
  first.visit(node, value, path);
  if (first.issues.length === 0) return first.issues;
  const second = new ValueJudgement({ release, core, located: true });
  second.visit(node, value, path);
  return second.issues;
}
