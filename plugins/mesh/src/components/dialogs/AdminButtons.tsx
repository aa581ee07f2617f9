import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { meshApiRef } from '../../api';
import { shortName } from '../../lib';
import { meshTranslationRef } from '../../translation';
import { DialogButton } from './DialogButton';
import { useReport } from './Outcome';

/** Adopts a namespace, with a reason. */
export function AdoptButton(props: { cluster: string; namespace: string }) {
  const { cluster, namespace } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const api = useApi(meshApiRef);
  const report = useReport();
  const reason = useReasonField();

  return (
    <DialogButton
      label={t('actions.adopt')}
      name={t('actions.adoptOf', { name: namespace })}
      title={t('actions.adoptTitle', { name: `${cluster}/${namespace}` })}
      text={t('actions.adoptText')}
      submit={t('actions.adopt')}
      fields={[reason]}
      onSubmit={async values => {
        await api.adopt({ cluster, namespace, reason: values.reason });
        report(t('actions.next'));
      }}
    />
  );
}

/** Withdraws what a gone entity had, with a reason. */
export function ConfirmRetiringButton(props: { entityRef: string }) {
  const { entityRef } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const api = useApi(meshApiRef);
  const report = useReport();
  const reason = useReasonField();
  const name = shortName(entityRef);

  return (
    <DialogButton
      label={t('actions.confirmRetiring')}
      name={t('actions.confirmRetiringOf', { name })}
      title={t('actions.confirmRetiringTitle', { name })}
      text={t('actions.confirmRetiringText')}
      submit={t('actions.confirmRetiring')}
      destructive
      fields={[reason]}
      onSubmit={async values => {
        await api.confirmRetiring({ entityRef, reason: values.reason });
        report(t('actions.next'));
      }}
    />
  );
}

/** The question that every admin action asks. */
export function useReasonField() {
  const { t } = useTranslationRef(meshTranslationRef);
  return {
    name: 'reason',
    label: t('actions.reason'),
    description: t('actions.reasonHint'),
    required: true,
    multiline: true,
  };
}
