import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Link } from '@backstage/ui';
import { meshTranslationRef } from '../../translation';
import type { RunSummary } from './listClusters';

/** Leads to the progress of a run. */
export function RunLink(props: { run: RunSummary }) {
  const { id, kind } = props.run;
  const { t } = useTranslationRef(meshTranslationRef);

  return (
    <Link href={`?tab=clusters&run=${encodeURIComponent(id)}`} title={id}>
      {t(`runKind.${kind}`)}
    </Link>
  );
}
