import type { Diagnostic } from '@meshwright/plugin-mesh-common';
import type { Collected } from '../input/collect';
import { Locator } from '../read/locate';
import { parsePointer } from '../read/pointers';
import type { Place } from '../read/types';

/** A diagnostic with its place, where a given file has it. */
export type PlacedDiagnostic = Diagnostic & Partial<Place>;

export function placeAll(
  diagnostics: readonly Diagnostic[],
  { head }: { head: Pick<Collected, 'entities'> },
): PlacedDiagnostic[] {
  const locator = new Locator();
  return diagnostics.map(diagnostic => {
    const { entityRef, pointer } = diagnostic;
    const source = head.entities.get(entityRef)?.source;
    const place = source && locator.locate(source, parsePointer(pointer));
    return { ...diagnostic, ...place };
  });
}
