import type { Diagnostic } from '@meshwright/plugin-mesh-common';
import type { Collected } from '../input/collect';
import { formatFinding } from '../output/findings';
import { printable } from '../output/style';
import { toFinding } from '../output/toFinding';
import { Locator } from '../read/locate';
import type { Terminal } from '../terminal';

/**
 * Says on standard error which errors the given files have; returns how many.
 * What is less bad is for `check`.
 */
export function warnOfDiagnostics(options: {
  scene: Pick<Collected, 'entities' | 'refused'>;
  diagnostics: readonly Diagnostic[];
  terminal: Pick<Terminal, 'warn'>;
}): number {
  const { scene, diagnostics, terminal } = options;
  const locator = new Locator();
  const known = diagnostics.flatMap(diagnostic => {
    const source = scene.entities.get(diagnostic.entityRef)?.source;
    return source ? [{ diagnostic, source }] : [];
  });
  const errors = [...scene.refused, ...known].filter(
    ({ diagnostic }) => diagnostic.severity === 'error',
  );
  for (const { diagnostic, source } of errors) {
    const finding = toFinding(diagnostic, source, locator);
    terminal.warn(`${printable(formatFinding(finding))}\n`);
  }
  return errors.length;
}
