import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import type { BindRequest } from '@meshwright/plugin-mesh-common';
import { meshApiRef } from '../../api';
import { meshTranslationRef } from '../../translation';
import { DialogButton } from './DialogButton';
import type { FormField } from './FormInput';
import { useReport } from './Outcome';
import { useReasonField } from './useReasonField';

/** What is to be bound, where that is known already. */
export type BindTarget = {
  cluster: string;
  namespace: string;
  owner?: string;
};

/** Binds a namespace or a host to its owner. */
export function BindButton(props: {
  target?: BindTarget;
  variant?: 'primary' | 'secondary';
}) {
  const { target, variant } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const api = useApi(meshApiRef);
  const report = useReport();
  const fields = useBindFields(target);
  const name = target ? `${target.cluster}/${target.namespace}` : '';

  return (
    <DialogButton
      variant={variant}
      label={target ? t('actions.bind') : t('actions.bindAny')}
      name={target && t('actions.bindOf', { name })}
      title={target ? t('actions.bindTitle', { name }) : t('actions.bindAny')}
      text={t('actions.bindText')}
      submit={t('actions.bind')}
      fields={fields}
      check={({ namespace, host }): Record<string, string> =>
        target || Boolean(namespace) !== Boolean(host)
          ? {}
          : { host: t('actions.eitherNeeded') }
      }
      onSubmit={async values => {
        await api.bind(toRequest(values, target));
        report(t('actions.next'));
      }}
    />
  );
}

function toRequest(
  values: Record<string, string>,
  target?: BindTarget,
): BindRequest {
  const { cluster, namespace, host, owner, locationPrefix, reason } = values;
  return {
    cluster: target?.cluster ?? cluster,
    ...(target && { namespace: target.namespace }),
    ...(namespace && { namespace }),
    ...(host && { host }),
    owner,
    ...(locationPrefix && { locationPrefix }),
    reason,
  };
}

function useBindFields(target?: BindTarget): FormField[] {
  const { t } = useTranslationRef(meshTranslationRef);
  const reason = useReasonField();
  const what: FormField[] = [
    {
      name: 'cluster',
      label: t('actions.cluster'),
      description: t('actions.clusterHint'),
      required: true,
    },
    { name: 'namespace', label: t('actions.namespace') },
    {
      name: 'host',
      label: t('actions.host'),
      description: t('actions.hostHint'),
    },
  ];
  return [
    ...(target ? [] : what),
    {
      name: 'owner',
      label: t('actions.owner'),
      description: t('actions.ownerHint'),
      required: true,
      value: target?.owner,
    },
    {
      name: 'locationPrefix',
      label: t('actions.location'),
      description: t('actions.locationHint'),
    },
    reason,
  ];
}
