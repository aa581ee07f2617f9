import { parseContract } from '@meshwright/plugin-mesh-node';
import type { Measurement, Subject } from './types';

export const contracts: Measurement = {
  name: 'contracts',
  about: 'parseContract on the definition of every API, nothing cached',
  count: subject => listDefinitions(subject).length,
  prepare(subject) {
    const definitions = listDefinitions(subject);
    return () =>
      definitions.map(definition =>
        parseContract({ type: 'openapi', definition }),
      );
  },
};

function listDefinitions({ input }: Subject): string[] {
  return input.entities.flatMap(({ kind, spec }) =>
    kind === 'API' && typeof spec?.definition === 'string'
      ? [spec.definition]
      : [],
  );
}
