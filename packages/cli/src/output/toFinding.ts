import type { Diagnostic } from '@meshwright/plugin-mesh-common';
import type { Locator } from '../read/locate';
import { parsePointer } from '../read/pointers';
import type { Place, Source } from '../read/types';
import type { Finding } from './findings';

/** A diagnostic as a finding that has no place yet. */
export function toFound({
  code,
  severity,
  entityRef,
  pointer,
  message,
}: Diagnostic): Omit<Finding, keyof Place> {
  return { code, severity, subject: entityRef, pointer, message };
}

/** A diagnostic at its place in a file. */
export function toFinding(
  diagnostic: Diagnostic,
  source: Source,
  locator: Locator,
): Finding {
  const path = parsePointer(diagnostic.pointer);
  return { ...locator.locate(source, path), ...toFound(diagnostic) };
}
