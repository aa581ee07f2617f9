import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { meshApiRef } from '../../api';
import { shortName } from '../../lib';
import { meshTranslationRef } from '../../translation';
import { ReasonButton } from './ReasonButton';

/** Adopts a namespace, with a reason. */
export function AdoptButton(props: { cluster: string; namespace: string }) {
  const { cluster, namespace } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const api = useApi(meshApiRef);

  return (
    <ReasonButton
      label={t('actions.adopt')}
      name={t('actions.adoptOf', { name: namespace })}
      title={t('actions.adoptTitle', { name: `${cluster}/${namespace}` })}
      text={t('actions.adoptText')}
      act={reason => api.adopt({ cluster, namespace, reason })}
    />
  );
}

/** Withdraws what a gone entity had, with a reason. */
export function ConfirmRetiringButton(props: { entityRef: string }) {
  const { entityRef } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const api = useApi(meshApiRef);
  const name = shortName(entityRef);

  return (
    <ReasonButton
      label={t('actions.confirmRetiring')}
      name={t('actions.confirmRetiringOf', { name })}
      title={t('actions.confirmRetiringTitle', { name })}
      text={t('actions.confirmRetiringText')}
      destructive
      act={reason => api.confirmRetiring({ entityRef, reason })}
    />
  );
}
