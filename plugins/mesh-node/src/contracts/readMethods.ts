import { escapePointer, isRecord, type JsonRecord } from './json';
import type { ProblemList } from './ProblemList';

const METHODS = [
  'get',
  'put',
  'post',
  'delete',
  'options',
  'head',
  'patch',
  'trace',
  // Since OpenAPI 3.2.
  'query',
];

/** A token of HTTP as proxies show it: methods are case-sensitive. */
const METHOD = /^[A-Z][A-Z0-9_-]{0,30}$/;

/** A method of a path item with its operation. */
export type MethodOperation = {
  method: string;
  operation: JsonRecord;
  /** JSON pointer of the operation, without following references. */
  at: string;
};

/** The methods that a path item names; none is implied by another. */
export function readMethods(
  item: JsonRecord,
  { at, problems }: { at: string; problems: ProblemList },
): MethodOperation[] {
  const found: MethodOperation[] = [];
  const add = (method: string, operation: unknown, pointer: string) => {
    if (!isRecord(operation)) {
      problems.error(pointer, `The operation is no object; it grants nothing`);
    } else if (Object.hasOwn(operation, '$ref')) {
      problems.error(
        pointer,
        'An operation cannot be a $ref; write it here, it grants nothing',
      );
    } else if (!METHOD.test(method)) {
      problems.error(
        pointer,
        'The name of the method is not in upper case; it grants nothing',
      );
    } else {
      found.push({ method, operation, at: pointer });
    }
  };
  for (const key of METHODS) {
    if (Object.hasOwn(item, key)) {
      add(key.toUpperCase(), item[key], `${at}/${key}`);
    }
  }
  const { additionalOperations } = item;
  if (isRecord(additionalOperations)) {
    for (const [method, operation] of Object.entries(additionalOperations)) {
      const pointer = `${at}/additionalOperations/${escapePointer(method)}`;
      add(method, operation, pointer);
    }
  }
  return found;
}
