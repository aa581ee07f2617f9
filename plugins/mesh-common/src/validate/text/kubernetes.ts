const name = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const prefix =
  /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

const LONGEST_NAME = 63;
const LONGEST_PREFIX = 253;

/** What Kubernetes finds wrong with the key of a label. */
export function findLabelKeyProblem(key: string): string | undefined {
  const slash = key.indexOf('/');
  const own = key.slice(slash + 1);
  if (own.includes('/')) {
    return 'a valid label key must consist of a name with an optional DNS subdomain prefix and "/"';
  }
  const domain = slash < 0 ? undefined : key.slice(0, slash);
  if (domain === '') return 'prefix part must be non-empty';
  if (domain !== undefined) {
    if (domain.length > LONGEST_PREFIX || !prefix.test(domain)) {
      return 'prefix part a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, "-" or "."';
    }
  }
  if (own === '') return 'name part must be non-empty';
  if (own.length > LONGEST_NAME) {
    return `name part must be no more than ${LONGEST_NAME} bytes`;
  }
  return name.test(own)
    ? undefined
    : "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
}

/** What Kubernetes finds wrong with the value of a label. */
export function findLabelValueProblem(value: string): string | undefined {
  if (value.length > LONGEST_NAME) {
    return `must be no more than ${LONGEST_NAME} bytes`;
  }
  return value === '' || name.test(value)
    ? undefined
    : "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
}

/** Whether a text is a label of a DNS name in lower case. */
export function isLowerLabel(text: string): boolean {
  return text.length <= LONGEST_NAME && label.test(text);
}

const LONGEST_PORT_NAME = 15;

/** What Kubernetes finds wrong with the name of a container's port. */
export function findPortNameProblem(text: string): string | undefined {
  if (text.length > LONGEST_PORT_NAME) {
    return `must be no more than ${LONGEST_PORT_NAME} characters`;
  }
  if (!/^[-a-z0-9]+$/.test(text)) {
    return 'must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)';
  }
  if (!/[a-z]/.test(text)) return 'must contain at least one letter (a-z)';
  if (text.includes('--')) return 'must not contain consecutive hyphens';
  return /^-|-$/.test(text) ? 'must not begin or end with a hyphen' : undefined;
}
