import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { EdgeStatus } from '@meshwright/plugin-mesh-common';
import { meshTranslationRef } from '../../translation';
import { StatusBadge } from './StatusBadge';
import { summaryTones } from './tones';

/** The word that sums up an edge, a workload or an entity. */
export function SummaryBadge(props: { summary: EdgeStatus['summary'] }) {
  const { summary } = props;
  const { t } = useTranslationRef(meshTranslationRef);

  return (
    <StatusBadge tone={summaryTones[summary]}>
      {t(`summary.${summary}`)}
    </StatusBadge>
  );
}
