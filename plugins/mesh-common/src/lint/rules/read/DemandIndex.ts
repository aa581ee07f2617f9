import type { Demands } from './canonicalRule';

/** Fields by how few rules share a value of theirs. */
const order = ['principals', 'serviceAccounts', 'namespaces', 'paths', 'hosts'];

/** Rules by what they demand: finds those that can cover another one. */
export class DemandIndex<T> {
  readonly #byValue = new Map<string, T[]>();

  add(demands: Demands, item: T): void {
    for (const key of indexKeys(demands)) {
      const others = this.#byValue.get(key);
      if (others) others.push(item);
      else this.#byValue.set(key, [item]);
    }
  }

  /**
   * A rule that covers another one demands some of the other's fields, with
   * all of its values: one value of each tells.
   */
  find(demands: Demands): T[] {
    const keys = [
      '',
      ...[...demands].map(([field, [first]]) =>
        field.startsWith('!') ? field : `${field} ${first}`,
      ),
    ];
    return keys.flatMap(key => this.#byValue.get(key) ?? []);
  }
}

/** Under which values a rule is found: those of one of its fields. */
function indexKeys(demands: Demands): string[] {
  const fields = [...demands.keys()].sort((a, b) => rank(a) - rank(b));
  const [field] = fields;
  if (field === undefined) return [''];
  if (field.startsWith('!')) return [field];
  return [...(demands.get(field) ?? [])].map(value => `${field} ${value}`);
}

function rank(field: string): number {
  const place = order.indexOf(field);
  return place < 0 ? order.length : place;
}
