import { LineCounter, isMap, isScalar, parseDocument, visit } from 'yaml';

/** Strings, and the signs that say where one is. */
const token = /"(?:[^"\\]|\\.)*"|[[\]{},:]/g;

type Frame = {
  path: string;
  /** Of an object; lists count instead. */
  keys?: Set<string>;
  key: string;
  index: number;
  /** The next string is a key. */
  isKey: boolean;
};

function placeIn({ path, keys, key, index }: Frame): string {
  if (!keys) {
    return `${path}[${index}]`;
  }
  return path ? `${path}.${key}` : key;
}

/** Paths of fields that a text, which is JSON, gives more than once. */
export function duplicateFields(text: string): string[] {
  const found = new Set<string>();
  const frames: Frame[] = [];
  for (const [sign] of text.matchAll(token)) {
    const frame = frames[frames.length - 1];
    if (sign === '{' || sign === '[') {
      frames.push({
        path: frame ? placeIn(frame) : '',
        ...(sign === '{' && { keys: new Set<string>() }),
        key: '',
        index: 0,
        isKey: sign === '{',
      });
    } else if (sign === '}' || sign === ']') {
      frames.pop();
    } else if (sign === ',' && frame) {
      frame.index += 1;
      frame.isKey = frame.keys !== undefined;
    } else if (sign.startsWith('"') && frame?.isKey) {
      frame.key = JSON.parse(sign);
      frame.isKey = false;
      if (frame.keys?.has(frame.key)) {
        found.add(placeIn(frame));
      }
      frame.keys?.add(frame.key);
    }
  }
  return [...found];
}

export type Yaml = {
  value: unknown;
  /** `line 6: key "a" already set in map` */
  duplicates: string[];
};

/** Reads YAML as Kubernetes does: y and no are booleans, the last key wins. */
export function readYaml(text: string): Yaml {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, {
    lineCounter,
    uniqueKeys: false,
    version: '1.1',
  });
  if (document.errors.length > 0) {
    throw document.errors[0];
  }
  const duplicates: string[] = [];
  visit(document, {
    Map(_, map) {
      const seen = new Set<string>();
      for (const { key } of isMap(map) ? map.items : []) {
        const name = isScalar(key) ? String(key.value) : undefined;
        if (name !== undefined && seen.has(name)) {
          const [at = 0] = (isScalar(key) && key.range) || [];
          const { line } = lineCounter.linePos(at);
          duplicates.push(
            `line ${line}: key ${JSON.stringify(name)} already set in map`,
          );
        }
        seen.add(name ?? '');
      }
    },
  });
  return { value: document.toJS({ maxAliasCount: 100 }), duplicates };
}
