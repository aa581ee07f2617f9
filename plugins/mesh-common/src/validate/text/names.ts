const LONGEST_LABEL = 63;
const LONGEST_NAME = 255;
const LONGEST_PREFIX = 253;

const dnsLabel = /^[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?$/;
const starLabel = /^(\*|(\*-?)?[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?)$/;
const qualified = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const header = /^[!#$%&'*+\-.^_`|~A-Za-z0-9]+$/;

/** Whether a text is a label of a DNS name, in either case. */
export function isDnsLabel(text: string): boolean {
  return text.length <= LONGEST_LABEL && dnsLabel.test(text);
}

/** Whether a text is the name of an HTTP header. */
export function isHeaderName(text: string): boolean {
  return header.test(text);
}

function findLengthProblem(name: string): string | undefined {
  if (name.length > LONGEST_NAME) {
    return `domain name "${name}" too long (max ${LONGEST_NAME})`;
  }
  return name === '' ? 'empty domain name not allowed' : undefined;
}

function findLabelProblem(name: string): string | undefined {
  const labels = name.split('.');
  const top = labels.at(-1) ?? '';
  if (/^[-+]?\d+$/.test(top)) {
    return `domain name "${name}" invalid (top level domain "${top}" cannot be all-numeric)`;
  }
  // A dot at the end makes a name absolute.
  const checked = top === '' ? labels.slice(0, -1) : labels;
  const wrong = checked.find(label => !isDnsLabel(label));
  return wrong === undefined
    ? undefined
    : `domain name "${name}" invalid (label "${wrong}" invalid)`;
}

/** What is wrong with a name that must be fully qualified. */
export function findNameProblem(name: string): string | undefined {
  return findLengthProblem(name) ?? findLabelProblem(name);
}

/** What is wrong with a name whose first label may start with a star. */
export function findWildcardProblem(name: string): string | undefined {
  const problem = findLengthProblem(name);
  if (problem) return problem;
  const dot = name.indexOf('.');
  const first = dot < 0 ? name : name.slice(0, dot);
  if (first.length > LONGEST_LABEL || !starLabel.test(first)) {
    return `domain name "${name}" invalid (label "${first}" invalid)`;
  }
  return dot < 0 ? undefined : findLabelProblem(name.slice(dot + 1));
}

/** What is wrong with the name of an SNI route of a gateway in between. */
export function findSniProblem(name: string): string | undefined {
  if (!name.startsWith('outbound_')) return findWildcardProblem(name);
  const tooLong = findLengthProblem(name);
  if (tooLong) return tooLong;
  const format = 'outbound_.<PORT>_._.<HOSTNAME>';
  const parts = name.split('_');
  if (parts.length < 4) {
    return `domain name ${name} invalid, should follow '${format}' format`;
  }
  const port = (parts[1] ?? '').replace(/^\.+|\.+$/g, '');
  const host = (parts[3] ?? '').replace(/^\.+|\.+$/g, '');
  const wrong = /[0-9]/.test(port) ? host : port;
  return /[0-9]/.test(port) && /[a-zA-Z]/.test(host)
    ? undefined
    : `domain name "${name}" invalid (label "${wrong}" invalid). should follow ${format} format`;
}

/** What is wrong with labels of pods. */
export function listLabelProblems(
  labels: readonly (readonly [string, string])[],
): string[] {
  return labels.flatMap(([key, value]) => {
    const problem = findKeyProblem(key);
    return [
      ...(problem ? [problem] : []),
      ...(value === '' || qualified.test(value)
        ? []
        : [`invalid tag value: "${value}"`]),
    ];
  });
}

function findKeyProblem(key: string): string | undefined {
  const slash = key.indexOf('/');
  const prefix = key.slice(0, Math.max(slash, 0));
  const name = key.slice(slash + 1);
  const badPrefix =
    slash >= 0 && !prefix.split('.').every(label => dnsLabel.test(label));
  if (badPrefix || !qualified.test(name)) return `invalid tag key: "${key}"`;
  if (prefix.length > LONGEST_PREFIX) {
    return `invalid tag key: "${key}" (DNS prefix is too long)`;
  }
  return name.length > LONGEST_LABEL
    ? `invalid tag key: "${key}" (name is too long)`
    : undefined;
}

/** Whether a name starts with a star. */
export function isWildcard(name: string): boolean {
  return name.startsWith('*');
}

/** Whether every name that `inner` stands for is one of `outer`. */
export function isWithin(inner: string, outer: string): boolean {
  if (!isWildcard(outer)) return !isWildcard(inner) && inner === outer;
  if (!isWildcard(inner)) return inner.endsWith(outer.slice(1));
  return (
    inner.length >= outer.length && inner.slice(1).endsWith(outer.slice(1))
  );
}

/** Whether there is a name that both stand for. */
export function doOverlap(one: string, other: string): boolean {
  return isWithin(one, other) || isWithin(other, one);
}
