import { pendingEdge, sampleEdge } from '../../testUtils';
import { edgeWord } from './EdgeBadge';

const ends = { from: 'web', to: 'api' } as const;

const withConsent = (state: 'denied' | 'expired') =>
  sampleEdge(ends, {
    open: 'approved',
    summary: state === 'denied' ? 'broken' : 'attention',
    consent: {
      state,
      reason: state === 'denied' ? 'Declined' : 'Expired',
      message: 'No more.',
    },
  });

function withReason(reason: string) {
  const edge = sampleEdge(ends, { open: 'applied', summary: 'attention' });
  const steps = edge.steps.map(step =>
    step.status === 'true' ? step : { ...step, reason },
  );
  return { ...edge, steps };
}

describe('edgeWord', () => {
  it.each([
    ['in-force', sampleEdge(ends)],
    ['pending', pendingEdge],
    ['denied', withConsent('denied')],
    ['expired', withConsent('expired')],
    [
      'closed',
      sampleEdge(ends, {
        open: 'approved',
        summary: 'waiting',
        consent: {
          state: 'expired',
          reason: 'OutsideWindow',
          message: 'Shut.',
        },
      }),
    ],
    ['retiring', { ...withConsent('denied'), summary: 'retiring' as const }],
    ['held', withReason('Held')],
    ['drifted', withReason('Drifted')],
    ['conflict', withReason('Conflict')],
    ['attention', withReason('StageOff')],
  ])('is %s', (word, edge) => {
    expect(edgeWord(edge)).toBe(word);
  });
});
