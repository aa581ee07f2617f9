import { findPrometheus } from './findPrometheus';

/**
 * Describes behaviour on a real Prometheus, which the tests start. Where none
 * can be had, they are counted as skipped, and the reason is printed.
 */
export function describeOnPrometheus(name: string, define: () => void): void {
  const found = findPrometheus();
  const isMissing = found.state === 'missing';
  if (isMissing) {
    process.stdout.write(`Real Prometheus left out: ${found.reason}\n`);
  }
  (isMissing ? describe.skip : describe)(name, () => define());
}
