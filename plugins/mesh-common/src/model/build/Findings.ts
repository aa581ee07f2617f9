import { type ModelCode, modelCodes } from '../codes';
import type { Diagnostic } from '../types';

type Finding = { code: ModelCode; pointer: string; message: string };

/** Collects diagnostics, each once. */
export class Findings {
  readonly #byKey = new Map<string, Diagnostic>();

  add(about: { entityRef: string }, finding: Finding) {
    const { severity } = modelCodes[finding.code];
    const { entityRef } = about;
    this.addAll([{ ...finding, severity, entityRef }]);
  }

  addAll(diagnostics: Diagnostic[]) {
    for (const diagnostic of diagnostics) {
      const { entityRef, code, pointer, message } = diagnostic;
      const key = [entityRef, code, pointer, message].join('\n');
      this.#byKey.set(key, this.#byKey.get(key) ?? diagnostic);
    }
  }

  list(): Diagnostic[] {
    return [...this.#byKey.entries()]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, { code, severity, entityRef, pointer, message }]) => ({
        code,
        severity,
        entityRef,
        pointer,
        message,
      }));
  }
}
