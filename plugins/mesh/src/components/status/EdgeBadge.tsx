import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { EdgeStatus } from '@meshwright/plugin-mesh-common';
import { firstOpenStep } from '../../lib';
import { meshTranslationRef } from '../../translation';
import { StatusBadge } from './StatusBadge';
import { summaryTones } from './tones';

/** The word for an edge: what stops it, or what sums it up. */
export function EdgeBadge(props: { edge: EdgeStatus }) {
  const { edge } = props;
  const { t } = useTranslationRef(meshTranslationRef);

  return (
    <StatusBadge tone={summaryTones[edge.summary]}>
      {t(`edgeWord.${edgeWord(edge)}`)}
    </StatusBadge>
  );
}

const consentWords = {
  denied: 'denied',
  expired: 'expired',
  pending: 'pending',
} as const;

const reasonWords = {
  Held: 'held',
  Drifted: 'drifted',
  Conflict: 'conflict',
} as const;

/** The one word that tells most about an edge. */
export function edgeWord(edge: EdgeStatus) {
  const { consent, summary } = edge;
  if (summary === 'retiring' || summary === 'in-force') {
    return summary;
  }
  if (edge.steps.some(({ reason }) => reason === 'StillOpen')) {
    return 'open';
  }
  if (consent.reason === 'OutsideWindow') {
    return 'closed';
  }
  if (consent.state !== 'granted') {
    return consentWords[consent.state];
  }
  const reason = firstOpenStep(edge)?.reason as keyof typeof reasonWords;
  return reasonWords[reason] ?? summary;
}
