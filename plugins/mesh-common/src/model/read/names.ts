import type { Field } from './Field';

const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const LABEL_VALUE = /^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/;
const LABEL_NAME = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;

const RESERVED = ['default', 'istio-system', 'gatekeeper-system'];
const RESERVED_PREFIXES = ['kube-', 'aks-', 'azure-'];

/**
 * True for namespaces that belong to the platform, whoever claims them.
 *
 * @public
 */
export function isReservedNamespace(namespace: string): boolean {
  return (
    RESERVED.includes(namespace) ||
    RESERVED_PREFIXES.some(prefix => namespace.startsWith(prefix))
  );
}

/** A DNS label: at most 63 lower-case letters, digits and dashes. */
export function readLabelName(field: Field): string | undefined {
  const text = field.string();
  if (text === undefined) {
    return undefined;
  }
  return isDnsLabel(text)
    ? text
    : field.problem(
        'MW1006',
        describeLength(text, 63) ||
          '; use lower-case letters, digits and dashes, with a letter or digit at both ends',
      );
}

/** A DNS subdomain, as names of service accounts are. */
export function readSubdomain(field: Field): string | undefined {
  const text = field.string();
  if (text === undefined) {
    return undefined;
  }
  return isDnsName(text)
    ? text
    : field.problem(
        'MW1006',
        describeLength(text, 253) ||
          '; use lower-case letters, digits, dashes and dots',
      );
}

export function readNamespace(field: Field): string | undefined {
  const name = readLabelName(field);
  if (name !== undefined && isReservedNamespace(name)) {
    return field.problem(
      'MW1007',
      ', which is reserved for the platform; use a namespace of your own',
    );
  }
  return name;
}

export function readHost(field: Field): string | undefined {
  const text = field.string();
  if (text === undefined) {
    return undefined;
  }
  return isDnsName(text) && text.includes('.')
    ? text
    : field.problem(
        'MW1016',
        '; write a full host name in lower case, without wildcard, scheme or port',
      );
}

export function isDnsLabel(text: string): boolean {
  return text.length <= 63 && LABEL.test(text);
}

export function isDnsName(text: string): boolean {
  return text.length <= 253 && text.split('.').every(isDnsLabel);
}

export function isLabelValue(text: string): boolean {
  return text.length <= 63 && LABEL_VALUE.test(text);
}

export function isLabelKey(text: string): boolean {
  const [name, prefix, ...more] = text.split('/').reverse();
  return (
    more.length === 0 &&
    name.length <= 63 &&
    LABEL_NAME.test(name) &&
    (prefix === undefined || isDnsName(prefix))
  );
}

function describeLength(text: string, limit: number): string | undefined {
  return text.length > limit
    ? `, which has ${text.length} characters; at most ${limit} are allowed`
    : undefined;
}
