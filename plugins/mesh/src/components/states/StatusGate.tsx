import type { ReactNode } from 'react';
import type { Entity } from '@backstage/catalog-model';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { EntityStatusResponse } from '@meshwright/plugin-mesh-common';
import type { Polled } from '../../hooks';
import { describeError } from '../../lib';
import { meshTranslationRef } from '../../translation';
import { ErrorState } from './ErrorState';
import { NotInMesh } from './NotInMesh';
import { Placeholder } from './Placeholder';

/** Shows what there is instead of a status, or the children with it. */
export function StatusGate(props: {
  entity: Entity;
  polled: Polled<EntityStatusResponse>;
  skeleton: ReactNode;
  children: (response: EntityStatusResponse) => ReactNode;
}) {
  const { entity, polled, skeleton, children } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const { value, error, retry } = polled;

  if (value) {
    return <>{children(value)}</>;
  }
  if (entity.spec?.mesh === undefined && !error) {
    return <NotInMesh />;
  }
  if (!error) {
    return <>{skeleton}</>;
  }
  if (describeError(error).kind !== 'not-found') {
    return <ErrorState error={error} onRetry={retry} />;
  }
  return entity.spec?.mesh === undefined ? (
    <NotInMesh />
  ) : (
    <Placeholder title={t('states.emptyTitle')} hint={t('states.emptyHint')} />
  );
}
