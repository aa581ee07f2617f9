import { FAULT_NAMES } from './FaultPlan';
import type { RunResult } from './runOnce';
import { type Scene, type Strike, STRIKES } from './Scene';

const nameOfStrike = (what: Strike) => `${what} killed`;

export type MeshSummary = {
  runs: number;
  converged: number;
  lost: number;
  widened: number;
  duplicated: number;
  leaked: number;
  convergeMs: { median: number; p99: number };
};

/** The sums over runs. */
export class Tally {
  runs = 0;
  #converged = 0;
  readonly #found = { lost: 0, widened: 0, duplicated: 0, leaked: 0 };
  readonly #times: number[] = [];
  readonly #faults = new Map<string, number>();

  note(result: RunResult): void {
    this.runs += 1;
    this.#converged += result.astray.length === 0 ? 1 : 0;
    this.#found.lost += result.lost.length;
    this.#found.widened += result.widened.length;
    this.#found.duplicated += result.duplicated.length;
    this.#found.leaked += result.leaked.length;
    this.#times.push(...result.convergeMs);
    for (const [name, count] of result.faults) {
      this.#faults.set(name, (this.#faults.get(name) ?? 0) + count);
    }
  }

  /** How often each thing went wrong, also what never did. */
  describeFaults({ strikes }: Scene): string {
    const all = new Map([
      ...[...FAULT_NAMES, ...STRIKES.map(nameOfStrike)].map(
        name => [name, 0] as const,
      ),
      ...this.#faults,
      ...[...strikes].map(
        ([what, count]) => [nameOfStrike(what), count] as const,
      ),
    ]);
    return [...all].map(([name, count]) => `${name} ${count}`).join(', ');
  }

  summarize(): MeshSummary {
    const times = this.#times.sort((a, b) => a - b);
    const at = (share: number) =>
      times[Math.min(Math.floor(times.length * share), times.length - 1)] ?? 0;
    return {
      runs: this.runs,
      converged: this.#converged,
      ...this.#found,
      convergeMs: { median: Math.round(at(0.5)), p99: Math.round(at(0.99)) },
    };
  }
}
