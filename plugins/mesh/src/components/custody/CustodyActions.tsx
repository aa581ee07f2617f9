import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import { ButtonLink } from '@backstage/ui';
import {
  type ClusterCustodyStatus,
  meshClusterTakeOverPermission,
  meshClusterUninstallPermission,
  meshRetiringConfirmPermission,
} from '@meshwright/plugin-mesh-common';
import { meshApiRef } from '../../api';
import { templateLink } from '../../lib';
import { meshTranslationRef } from '../../translation';
import { ReasonButton } from '../dialogs';

type Props = { cluster: string; custody: ClusterCustodyStatus };

/** What one may decide about who manages a cluster. */
export function CustodyActions(props: Props) {
  const { cluster, custody } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const api = useApi(meshApiRef);
  const mayTakeOver = usePermission({
    permission: meshClusterTakeOverPermission,
  }).allowed;
  const mayUninstall = usePermission({
    permission: meshClusterUninstallPermission,
  }).allowed;
  const mayWithdraw = usePermission({
    permission: meshRetiringConfirmPermission,
  }).allowed;
  const { managedBy, state, leftovers } = custody;
  const isManaged = state === 'managed';

  return (
    <>
      {mayTakeOver && isManaged && managedBy && (
        <ButtonLink
          size="small"
          variant="secondary"
          aria-label={t('custody.takeOverOf', { name: cluster })}
          href={templateLink('take-over-mesh-cluster', {
            ...{ cluster, from: managedBy.instance },
          })}
        >
          {t('custody.takeOver')}
        </ButtonLink>
      )}
      {mayWithdraw && isManaged && leftovers && (
        <ReasonButton
          label={t('custody.withdraw')}
          name={t('custody.withdrawOf', { name: cluster })}
          text={t('custody.withdrawText')}
          destructive
          act={reason => api.withdrawLeftovers({ cluster, reason })}
        />
      )}
      {mayUninstall && isManaged && !managedBy && (
        <ButtonLink
          size="small"
          variant="secondary"
          aria-label={t('custody.uninstallOf', { name: cluster })}
          href={templateLink('uninstall-mesh', { cluster })}
        >
          {t('custody.uninstall')}
        </ButtonLink>
      )}
      {mayUninstall && !isManaged && (
        <ReasonButton
          label={t('custody.manage')}
          name={t('custody.manageOf', { name: cluster })}
          text={t('custody.manageText')}
          done={t('custody.managedAgain', { name: cluster })}
          act={reason => api.manageCluster({ cluster, reason })}
        />
      )}
    </>
  );
}
