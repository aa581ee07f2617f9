import { toRecord, toText } from '@meshwright/plugin-mesh-common/evaluate';
import listed from '../../conformance-exceptions.json';
import type { Exception } from './types';

/** The cases that we believe wrong; each comes with its argument. */
export function readExceptions(list: readonly unknown[] = listed): Exception[] {
  return list.map(toRecord).map(entry => {
    const suite = toText(entry.suite);
    const id = toText(entry.id);
    const argument = toText(entry.argument);
    if (!suite || !id || !argument || typeof entry.index !== 'number') {
      throw new Error(
        'Each entry of conformance-exceptions.json needs suite, index, id and argument',
      );
    }
    return { suite, index: entry.index, id, argument };
  });
}
