import {
  isScalar,
  LineCounter,
  parseDocument,
  visit,
  type Document,
} from 'yaml';
import { MAX_DEPTH, type Parsed } from './parseText';

const ENTITY = /^apiVersion:\s*["']?backstage\.io\//m;

/**
 * Reads one document of YAML as those do who get it in the end: entities as
 * the catalog, manifests with merge keys as Kubernetes.
 */
export function parseYaml(text: string): Parsed {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    // The library compares each key with each other one.
    uniqueKeys: false,
    merge: !ENTITY.test(text),
    logLevel: 'silent',
  });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return line > 0 ? { line, column: col } : {};
  };
  const [error] = document.errors;
  if (error) {
    return { problem: `It is no YAML: ${error.message}`, ...at(error.pos[0]) };
  }
  const objection = findObjection(document, offset => at(offset).line);
  if (objection) return { problem: objection.problem, ...at(objection.offset) };
  try {
    return { value: document.toJS() as unknown };
  } catch (failure) {
    if (!(failure instanceof ReferenceError)) throw failure;
    return {
      problem: failure.message.startsWith('Excessive')
        ? 'Its aliases stand for too much; write it out'
        : `It is no YAML: ${failure.message}`,
    };
  }
}

type Objection = { problem: string; offset: number };

/** A key that is there twice, or a depth that nothing needs. */
function findObjection(
  document: Document,
  lineOf: (offset: number) => number | undefined,
): Objection | undefined {
  let found: Objection | undefined;
  visit(document, {
    Collection(_, node, path) {
      if (path.length <= 2 * MAX_DEPTH) return undefined;
      const offset = node.range?.[0] ?? 0;
      found = { problem: 'It is nested too deeply', offset };
      return visit.BREAK;
    },
    Map(_, map, path) {
      const seen = new Map<unknown, number>();
      for (const { key } of map.items) {
        if (!isScalar(key) || key.value === '<<') continue;
        const offset = key.range?.[0] ?? 0;
        const first = seen.get(key.value);
        if (first !== undefined) {
          const problem = `Key '${String(
            key.value,
          )}' is there twice, first in line ${lineOf(
            first,
          )}; only one can count`;
          found = { problem, offset };
          return visit.BREAK;
        }
        seen.set(key.value, offset);
      }
      return path.length > 2 * MAX_DEPTH ? visit.BREAK : undefined;
    },
  });
  return found;
}
