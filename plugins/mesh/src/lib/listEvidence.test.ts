import { sampleRun, sampleRunStep, verifyRun } from '../testUtils';
import { listEvidence } from './listEvidence';

describe('listEvidence', () => {
  const seen = (text: string, ok: boolean) =>
    listEvidence(
      sampleRun({
        steps: [
          sampleRunStep({
            operation: 'check',
            evidence: [{ what: 'x', expected: 'y', seen: text, ok }],
          }),
        ],
      }),
    ).map(({ state }) => state);

  it.each([
    ['refused', true, 'ok'],
    ['allowed', false, 'wrong'],
    ['', true, 'unknown'],
    [' ', false, 'unknown'],
    ['unknown: no answer', true, 'unknown'],
  ])('what was seen as %j (%s) is %s', (text, ok, state) => {
    expect(seen(text, ok)).toEqual([state]);
  });

  it('knows nothing of a check that ended without evidence', () => {
    const states = listEvidence(verifyRun()).map(({ what, state }) => [
      what,
      state,
    ]);

    expect(states).toEqual([
      ['Plaintext call to web', 'ok'],
      ['Share of mTLS traffic', 'unknown'],
      ['Metrics arrive', 'unknown'],
    ]);
  });

  it('waits for checks that go on', () => {
    const steps = [
      sampleRunStep({ operation: 'check', state: 'running' }),
      sampleRunStep({ operation: 'create' }),
    ];
    expect(listEvidence(sampleRun({ steps }))).toEqual([]);
  });
});
