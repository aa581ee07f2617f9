import type { Diagnostic } from '@meshwright/plugin-mesh-common';
import type { Locator } from '../read/locate';
import { parsePointer } from '../read/pointers';
import type { Source } from '../read/types';
import type { Finding } from './findings';

/** A diagnostic at its place in a file. */
export function toFinding(
  { code, severity, entityRef, pointer, message }: Diagnostic,
  source: Source,
  locator: Locator,
): Finding {
  return {
    ...locator.locate(source, parsePointer(pointer)),
    code,
    severity,
    subject: entityRef,
    pointer,
    message,
  };
}
