import { LABEL_PATTERN } from './patterns';

/** A name of at least two labels in lower case, the last not a number. */
export function isDnsName(name: string): boolean {
  if (name.length > 253) {
    return false;
  }
  const labels = name.split('.');
  return (
    labels.length >= 2 &&
    labels.every(label => label.length <= 63 && LABEL_PATTERN.test(label)) &&
    !/^\d+$/.test(labels[labels.length - 1])
  );
}

/** Whether the name is the domain or a name in it. */
export function isInDomain(name: string, domain: string): boolean {
  return name === domain || name.endsWith(`.${domain}`);
}
