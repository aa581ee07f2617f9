import { isWildcard, listWildcards } from './hosts';

/** Host names, for look-up of those that mean a name in common. */
export class HostIndex {
  readonly #known: ReadonlySet<string>;
  /** Without their `*`, spelled backwards and sorted: suffixes are neighbours. */
  readonly #reversed: Array<{ text: string; host: string }>;

  constructor(hosts: readonly string[]) {
    this.#known = new Set(hosts);
    this.#reversed = hosts
      .map(host => ({ text: reverse(withoutStar(host)), host }))
      .sort((a, b) => (a.text < b.text ? -1 : Number(a.text > b.text)));
  }

  *overlapping(host: string): Generator<string> {
    if (!isWildcard(host) && this.#known.has(host)) yield host;
    for (const wildcard of listWildcards(host)) {
      if (this.#known.has(wildcard)) yield wildcard;
    }
    if (!isWildcard(host)) return;
    const text = reverse(withoutStar(host));
    for (let at = this.#seek(text); at < this.#reversed.length; at += 1) {
      const item = this.#reversed[at];
      if (!item?.text.startsWith(text)) return;
      const isSaid = isWildcard(item.host) && item.text === text;
      if (!isSaid) yield item.host;
    }
  }

  /** The first that is not before the text. */
  #seek(text: string): number {
    let low = 0;
    let high = this.#reversed.length;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if ((this.#reversed[middle]?.text ?? '') < text) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function withoutStar(host: string): string {
  return isWildcard(host) ? host.slice(1) : host;
}

function reverse(text: string): string {
  return text.split('').reverse().join('');
}
