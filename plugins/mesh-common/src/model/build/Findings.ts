import { type ModelCode, modelCodes } from '../codes';
import type { Diagnostic } from '../types';

type Finding = { code: ModelCode; pointer: string; message: string };

/** Collects diagnostics, each once. */
export class Findings {
  readonly #byEntity = new Map<string, Diagnostic[]>();

  add({ entityRef }: { entityRef: string }, finding: Finding) {
    const { code, pointer, message } = finding;
    const { severity } = modelCodes[code];
    this.#put({ code, severity, entityRef, pointer, message });
  }

  addAll(diagnostics: Diagnostic[]) {
    for (const diagnostic of diagnostics) {
      const { code, severity, entityRef, pointer, message } = diagnostic;
      this.#put({ code, severity, entityRef, pointer, message });
    }
  }

  /** Sorted by entity, code, pointer and message. */
  list(): Diagnostic[] {
    const refs = [...this.#byEntity.keys()].sort();
    return refs.flatMap(ref =>
      listOnce(this.#byEntity.get(ref)?.sort(compare) ?? []),
    );
  }

  #put(diagnostic: Diagnostic) {
    const known = this.#byEntity.get(diagnostic.entityRef);
    if (known) {
      known.push(diagnostic);
    } else {
      this.#byEntity.set(diagnostic.entityRef, [diagnostic]);
    }
  }
}

function listOnce(sorted: Diagnostic[]): Diagnostic[] {
  return sorted.filter(
    (item, index) => index === 0 || compare(sorted[index - 1], item) !== 0,
  );
}

function compare(a: Diagnostic, b: Diagnostic): number {
  return (
    compareText(a.code, b.code) ||
    compareText(a.pointer, b.pointer) ||
    compareText(a.message, b.message)
  );
}

function compareText(a: string, b: string): number {
  if (a === b) {
    return 0;
  }
  return a < b ? -1 : 1;
}
