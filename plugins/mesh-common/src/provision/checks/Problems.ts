import type { SpecProblem } from '../plan';

/** Collects what is wrong. */
export class Problems {
  readonly #found: SpecProblem[] = [];

  error(field: string, message: string): void {
    this.#found.push({ field, message, severity: 'error' });
  }

  warn(field: string, message: string): void {
    this.#found.push({ field, message, severity: 'warning' });
  }

  get hasErrors(): boolean {
    return this.#found.some(({ severity }) => severity === 'error');
  }

  get all(): SpecProblem[] {
    return [...this.#found];
  }
}
