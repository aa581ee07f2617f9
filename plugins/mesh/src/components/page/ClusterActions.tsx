import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import { ButtonLink } from '@backstage/ui';
import {
  buildClusterParameters,
  meshClusterProvisionPermission,
  meshClusterReadPermission,
  meshClusterReconcilePermission,
  meshClusterRetirePermission,
  meshClusterVerifyPermission,
} from '@meshwright/plugin-mesh-common';
import { type ClusterTemplate, isActive, templateLink } from '../../lib';
import { meshTranslationRef } from '../../translation';
import type { ClusterSummary } from './listClusters';
import { CustodyActions } from '../custody';
import { ReconcileButton } from './ReconcileButton';
import styles from './Clusters.module.css';

/** What one may do with a cluster; nothing that one may not. */
export function ClusterActions(props: { cluster: ClusterSummary }) {
  const { cluster } = props;
  const { allowed } = usePermission({
    permission: meshClusterReconcilePermission,
  });
  const links = useLinks(cluster);

  if (links.length === 0 && !cluster.passes) {
    return null;
  }
  return (
    <div className={styles.actions}>
      {allowed && cluster.passes && <ReconcileButton cluster={cluster.name} />}
      {links.map(link => (
        <TemplateLink key={link.action} {...link} cluster={cluster} />
      ))}
      {cluster.passes?.custody && (
        <CustodyActions
          cluster={cluster.name}
          custody={cluster.passes.custody}
        />
      )}
    </div>
  );
}

type Action = 'again' | 'verify' | 'export' | 'retire' | 'adopt';

type ActionLink = { action: Action; template: ClusterTemplate };

function useLinks({
  lifecycle,
  passes,
  spec,
  lastRun,
}: ClusterSummary): ActionLink[] {
  const provision = usePermission({
    permission: meshClusterProvisionPermission,
  }).allowed;
  const verify = usePermission({
    permission: meshClusterVerifyPermission,
  }).allowed;
  const read = usePermission({ permission: meshClusterReadPermission }).allowed;
  const retire = usePermission({
    permission: meshClusterRetirePermission,
  }).allowed;
  const isOurs = lifecycle !== undefined;
  const isBusy =
    lastRun !== undefined && lastRun !== 'unknown' && isActive(lastRun.state);

  const links: Array<ActionLink & { shown: boolean }> = [
    {
      action: 'again',
      template: 'new-mesh-cluster',
      // Without its answers it would be another cluster of the same name.
      shown: provision && Boolean(spec) && lifecycle !== 'retiring' && !isBusy,
    },
    {
      action: 'verify',
      template: 'verify-mesh-cluster',
      shown: verify && (lifecycle === 'ready' || (!isOurs && Boolean(passes))),
    },
    {
      action: 'export',
      template: 'export-mesh-cluster',
      shown: read && isOurs,
    },
    {
      action: 'adopt',
      template: 'adopt-mesh-cluster',
      shown: provision && !isOurs,
    },
    {
      action: 'retire',
      template: 'retire-mesh-cluster',
      // Whoever wants to stop a run cancels it first.
      shown: retire && isOurs && !isBusy,
    },
  ];
  return links.filter(({ shown }) => shown);
}

function TemplateLink(props: ActionLink & { cluster: ClusterSummary }) {
  const { action, template, cluster } = props;
  const { name } = cluster;
  const { t } = useTranslationRef(meshTranslationRef);

  return (
    <ButtonLink
      size="small"
      variant="secondary"
      aria-label={t(`clusters.${action}Of`, { name })}
      href={templateLink(template, formDataOf(action, cluster))}
    >
      {t(`clusters.${action}`)}
    </ButtonLink>
  );
}

function formDataOf(action: Action, { name, spec }: ClusterSummary) {
  if (action === 'again' && spec) {
    return buildClusterParameters(spec);
  }
  return action === 'adopt'
    ? { name }
    : { cluster: `resource:default/${name}` };
}
