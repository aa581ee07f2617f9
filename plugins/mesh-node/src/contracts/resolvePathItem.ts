import { isRecord, readPointer, toWords, type JsonRecord } from './json';
import { CONTRACT_LIMITS } from './limits';

/**
 * A path item with what its `$ref` leads to, as far as it is in the same
 * document. A reference to anywhere else is never followed.
 */
export function resolvePathItem(
  document: JsonRecord,
  item: unknown,
): { item: JsonRecord } | { problem: string } {
  const seen = new Set<unknown>();
  const chain: JsonRecord[] = [];
  let current = item;
  for (;;) {
    if (!isRecord(current)) {
      const what = chain.length > 0 ? 'The $ref leads to' : 'The path has';
      return { problem: `${what} no object with operations` };
    }
    if (seen.has(current)) return { problem: 'The $ref leads in a circle' };
    if (chain.length >= CONTRACT_LIMITS.references) {
      return { problem: 'The $ref leads through too many others' };
    }
    seen.add(current);
    chain.push(current);
    const { $ref } = current;
    // What stands next to a reference comes before what it leads to.
    if ($ref === undefined)
      return { item: Object.assign({}, ...chain.reverse()) };
    if (typeof $ref !== 'string' || !/^#(\/|$)/.test($ref)) {
      return {
        problem: `The $ref '${toWords($ref).slice(
          0,
          200,
        )}' leads outside the document, and such references are not followed; write the operations here`,
      };
    }
    current = readPointer(document, decodeFragment($ref.slice(1)));
  }
}

function decodeFragment(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    // Not encoded after all: `%` is part of a key.
    return fragment;
  }
}
