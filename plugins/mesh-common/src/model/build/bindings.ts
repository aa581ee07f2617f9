import type { Binding, Declaration } from '../types';

type Kind = 'namespace' | 'host';

/** Answers whose a namespace or a host is. */
export class Bindings {
  /** Of one namespace or host in one cluster, by kind and place. */
  readonly #exact = new Map<string, Binding[]>();
  /** By kind and the text before the first `*`. */
  readonly #patterns = new Map<string, Pattern[]>();
  #count = 0;
  readonly #hosts: Binding[] = [];

  constructor(bindings: readonly Binding[]) {
    [...bindings].sort((a, b) => (a.id < b.id ? -1 : 1)).forEach(this.#store);
  }

  ofNamespace(cluster: string, namespace: string): Binding[] {
    return this.#find('namespace', cluster, namespace);
  }

  ofHost(cluster: string, host: string): Binding[] {
    return this.#find('host', cluster, host);
  }

  /** Bindings of hosts that a wildcard would take in. */
  below(cluster: string, host: string): Binding[] {
    const suffix = host.startsWith('*.') ? host.slice(1) : undefined;
    return suffix
      ? this.#hosts.filter(
          binding =>
            ['*', cluster].includes(binding.cluster) &&
            binding.host?.toLocaleLowerCase('en-US').endsWith(suffix),
        )
      : [];
  }

  /** Makes the binding of who came first; without an id, as it is stored. */
  claim(options: {
    cluster: string;
    namespace?: string;
    host?: string;
    owner: string;
    location?: string;
    at: string;
    reason: string;
  }): Omit<Binding, 'id'> {
    const { location, ...rest } = options;
    const made: Omit<Binding, 'id'> = {
      ...rest,
      ...(location && { locationPrefix: repositoryOf(location) }),
      origin: 'first-come',
      by: 'first-come',
    };
    const { cluster, namespace, host } = options;
    this.#store({ ...made, id: `first-come:${cluster}/${namespace ?? host}` });
    return made;
  }

  readonly #store = (binding: Binding) => {
    const { cluster } = binding;
    const kind: Kind = binding.host === undefined ? 'namespace' : 'host';
    const name = binding[kind]?.toLocaleLowerCase('en-US') ?? '';
    if (kind === 'host') {
      this.#hosts.push(binding);
    }
    if (cluster.includes('*') || name.includes('*')) {
      const matches = compileGlob(name);
      const [start] = name.split('*');
      const order = (this.#count += 1);
      const key = `${kind} ${start}`;
      const others = this.#patterns.get(key) ?? [];
      others.push({ binding, order, matches });
      this.#patterns.set(key, others);
      return;
    }
    const key = `${kind} ${cluster}/${name}`;
    const others = this.#exact.get(key);
    if (others) {
      others.push(binding);
    } else {
      this.#exact.set(key, [binding]);
    }
  };

  #find(kind: Kind, cluster: string, name: string): Binding[] {
    const exact = this.#exact.get(`${kind} ${cluster}/${name}`) ?? [];
    if (this.#patterns.size === 0) {
      return exact;
    }
    const fitting: Pattern[] = [];
    for (let length = 0; length <= name.length; length += 1) {
      const near = this.#patterns.get(`${kind} ${name.slice(0, length)}`);
      for (const pattern of near ?? []) {
        const { cluster: place } = pattern.binding;
        if ((place === '*' || place === cluster) && pattern.matches(name)) {
          fitting.push(pattern);
        }
      }
    }
    fitting.sort((a, b) => a.order - b.order);
    return [...exact, ...fitting.map(({ binding }) => binding)];
  }
}

/** True when the owner and the location of a claim are those of a binding. */
export function covers(binding: Binding, claim: Declaration): boolean {
  const { owner, location } = claim;
  const { locationPrefix } = binding;
  return (
    owner !== undefined &&
    binding.owner.toLocaleLowerCase('en-US') === owner &&
    (!locationPrefix || isLocationUnder(location, locationPrefix))
  );
}

/**
 * True when a location starts with a prefix that ends where a folder does.
 *
 * @public
 */
export function isLocationUnder(
  location: string | undefined,
  prefix: string,
): boolean {
  if (!location || hasDotSegments(location) || !location.startsWith(prefix)) {
    return false;
  }
  return (
    location.length === prefix.length ||
    prefix.endsWith('/') ||
    location[prefix.length] === '/'
  );
}

/** The repository of a location; its folder when it is in none. */
export function repositoryOf(location: string): string {
  const repository = /^url:https?:\/\/[^/]+\/[^/]+\/[^/]+/.exec(location);
  return repository?.[0] ?? location.replace(/\/[^/]*$/, '');
}

function hasDotSegments(location: string): boolean {
  return location
    .replace(/%2e/gi, '.')
    .replace(/%2f|%5c|\\/gi, '/')
    .split('/')
    .some(part => part === '..');
}

/** A binding of many names, or in many clusters. */
type Pattern = {
  binding: Binding;
  /** Its place among all, which decides who is named first. */
  order: number;
  matches: (name: string) => boolean;
};

/**
 * True when a pattern fits a text: `*` stands for any text, case does not
 * matter in the pattern. Linear, whatever the pattern.
 *
 * @public
 */
export function matchesGlob(pattern: string, text: string): boolean {
  return compileGlob(pattern)(text);
}

function compileGlob(pattern: string): (text: string) => boolean {
  const [first, ...parts] = pattern.toLocaleLowerCase('en-US').split('*');
  const last = parts.pop();
  return last === undefined
    ? text => text === first
    : text =>
        text.startsWith(first) &&
        text.endsWith(last) &&
        text.length >= first.length + last.length &&
        hasInOrder(text, parts, {
          from: first.length,
          to: text.length - last.length,
        });
}

function hasInOrder(
  text: string,
  parts: readonly string[],
  { from, to }: { from: number; to: number },
): boolean {
  let at = from;
  for (const part of parts) {
    const found = text.indexOf(part, at);
    if (found < 0 || found + part.length > to) {
      return false;
    }
    at = found + part.length;
  }
  return true;
}
