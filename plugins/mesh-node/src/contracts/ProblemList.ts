import type { ContractProblem } from '@meshwright/plugin-mesh-common';
import { CONTRACT_LIMITS } from './limits';

/** Collects problems and keeps their number within bounds. */
export class ProblemList {
  readonly #problems: ContractProblem[] = [];
  #more = 0;

  add({ severity, at, message }: ContractProblem): void {
    if (this.#problems.length < CONTRACT_LIMITS.problems) {
      this.#problems.push({
        severity,
        ...(at === undefined ? {} : { at: shorten(at) }),
        message: shorten(message),
      });
    } else {
      this.#more++;
    }
  }

  error(at: string | undefined, message: string): void {
    this.add({ severity: 'error', at, message });
  }

  warn(at: string | undefined, message: string): void {
    this.add({ severity: 'warning', at, message });
  }

  list(): ContractProblem[] {
    const problems = this.#problems;
    const more = this.#more;
    if (more === 0) return problems;
    const message = `${more} more problems are left out; correct these first`;
    return [...problems, { severity: 'warning', message }];
  }
}

/** Whoever wrote a megabyte of path finds it by its beginning. */
function shorten(text: string): string {
  return text.length > 500 ? `${text.slice(0, 500)}…` : text;
}
