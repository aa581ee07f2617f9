import type { Diagnostic } from '@meshwright/plugin-mesh-common';
import type { Collected } from '../input/collect';
import { formatFinding } from '../output/findings';
import { printable } from '../output/style';
import { toFinding } from '../output/toFinding';
import { Locator } from '../read/locate';
import type { Terminal } from '../terminal';

/**
 * Says on standard error what is wrong in the given files, hints left out;
 * returns how many of them are errors.
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
  const shown = [...scene.refused, ...known].filter(
    ({ diagnostic }) => diagnostic.severity !== 'info',
  );
  for (const { diagnostic, source } of shown) {
    const finding = toFinding(diagnostic, source, locator);
    terminal.warn(`${printable(formatFinding(finding))}\n`);
  }
  return shown.filter(({ diagnostic }) => diagnostic.severity === 'error')
    .length;
}
