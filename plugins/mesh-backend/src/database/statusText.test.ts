import type { EntityMeshStatus } from '@meshwright/plugin-mesh-common';
import { readStatusText, writeStatusText } from './statusText';

const at = '2027-01-01T12:00:00.000Z';
const status = (passAt: string, sentence = 'Fine'): EntityMeshStatus => ({
  entityRef: 'component:default/web',
  passAt,
  summary: 'in-force',
  sentence,
  diagnostics: [],
  workloads: [
    {
      ...({} as EntityMeshStatus['workloads'][number]),
      conditions: [
        {
          type: 'Declared',
          status: 'true',
          reason: 'Declared',
          message: sentence,
          observedAt: passAt,
        },
        {
          type: 'Applied',
          status: 'true',
          reason: 'Applied',
          message: '',
          observedAt: '2026-12-31T12:00:00.000Z',
        },
      ],
    },
  ],
});

describe('the text of a status', () => {
  it('is the same after a later pass that found the same', () => {
    const later = '2027-01-01T12:05:00.000Z';

    expect(writeStatusText(status(later))).toBe(writeStatusText(status(at)));
    expect(readStatusText(writeStatusText(status(at)), later)).toEqual(
      status(later),
    );
  });

  it.each([
    `"observedAt":"${at}"`,
    '"passAt":""',
    String.raw`\"observedAt\":\"\"`,
    `\\"passAt":"${at}`,
    '$& $1',
  ])('leaves alone what only looks like an instant: %s', sentence => {
    const written = writeStatusText(status(at, sentence));

    expect(readStatusText(written, at)).toEqual(status(at, sentence));
    expect(readStatusText(written, '$&').sentence).toBe(sentence);
  });
});
