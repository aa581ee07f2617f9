/** More than any port, so that a pair with a port is one number. */
export const PORTS = 65536;

/** Stands for ports that nothing names; ports begin with 1. */
export const ANY_PORT = 0;

/** What is no port stands for those that nothing names. */
export function toPort(value: unknown): number {
  return typeof value === 'number' &&
    Number.isInteger(value) &&
    value > 0 &&
    value < PORTS
    ? value
    : ANY_PORT;
}
