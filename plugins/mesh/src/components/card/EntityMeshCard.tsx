import { stringifyEntityRef } from '@backstage/catalog-model';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  EntityInfoCard,
  useEntity,
  useEntityRefLink,
} from '@backstage/plugin-catalog-react';
import { Flex, Link, Skeleton } from '@backstage/ui';
import type { EntityStatusResponse } from '@meshwright/plugin-mesh-common';
import { useMeshStatus } from '../../hooks';
import { meshTranslationRef } from '../../translation';
import { Loading, StaleBanner, StatusGate } from '../states';
import { SummaryLine } from '../status';
import { Readable } from '../text';
import { CardRows } from './CardRows';

/** The card on the overview: one sentence, and at most six facts. */
export function EntityMeshCard() {
  const { t } = useTranslationRef(meshTranslationRef);
  const { entity } = useEntity();
  const link = useEntityRefLink();
  const polled = useMeshStatus(stringifyEntityRef(entity));

  return (
    <EntityInfoCard
      title={t('card.title')}
      footerActions={
        <Link href={`${link(entity)}/mesh`} standalone>
          {t('card.link')}
        </Link>
      }
    >
      <Readable>
        <StatusGate entity={entity} polled={polled} skeleton={<CardSkeleton />}>
          {response => <CardContent response={response} error={polled.error} />}
        </StatusGate>
      </Readable>
    </EntityInfoCard>
  );
}

function CardContent(props: { response: EntityStatusResponse; error?: Error }) {
  const { response, error } = props;
  const { status } = response;

  return (
    <Flex direction="column" gap="3">
      <StaleBanner
        staleSince={status.staleSince}
        passAt={status.passAt}
        error={error}
      />
      <div aria-live="polite">
        <SummaryLine summary={status.summary} sentence={status.sentence} />
      </div>
      <CardRows workloads={status.workloads} />
    </Flex>
  );
}

function CardSkeleton() {
  return (
    <Loading>
      <Skeleton width={96} height={22} rounded />
      <Skeleton width="90%" height={18} />
      {Array.from({ length: 6 }, (_, row) => (
        <Skeleton key={row} width="100%" height={18} />
      ))}
    </Loading>
  );
}
