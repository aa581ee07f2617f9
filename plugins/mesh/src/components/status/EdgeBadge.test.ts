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

/** The owner has declined, and the cluster lets the calls through. */
function stillOpen() {
  const edge = withConsent('denied');
  const steps = edge.steps.map(step =>
    step.step === 'enforced' ? { ...step, reason: 'StillOpen' } : step,
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
    ['open', stillOpen()],
    ['held', withReason('Held')],
    ['drifted', withReason('Drifted')],
    ['conflict', withReason('Conflict')],
    ['attention', withReason('StageOff')],
  ])('is %s', (word, edge) => {
    expect(edgeWord(edge)).toBe(word);
  });
});
