import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Alert, Flex, Text } from '@backstage/ui';
import type {
  EntityStatusResponse,
  WorkloadStatus,
} from '@meshwright/plugin-mesh-common';
import { meshTranslationRef } from '../../translation';
import { AdoptButton, BindButton, ConfirmRetiringButton } from '../dialogs';
import { SummaryLine } from '../status';
import { Code, RelativeTime } from '../text';
import { Conditions } from './Conditions';

/** Where it runs, what is so, and what an administrator can do about it. */
export function WorkloadHeader(props: {
  workload: WorkloadStatus;
  allowed: EntityStatusResponse['allowed'];
  several: boolean;
}) {
  const { workload, allowed, several } = props;
  const { cluster, namespace, serviceAccount } = workload;
  const { t } = useTranslationRef(meshTranslationRef);

  return (
    <Flex direction="column" gap="3" align="start">
      <Flex align="center" gap="3" style={{ flexWrap: 'wrap' }}>
        <Text as="p">
          {t('workload.namespace')} <Code>{namespace}</Code>{' '}
          {t('workload.in', { cluster })} · {t('workload.serviceAccount')}{' '}
          <Code>{serviceAccount}</Code>
        </Text>
        <AdminActions workload={workload} allowed={allowed} />
      </Flex>
      {several && (
        <SummaryLine summary={workload.summary} sentence={workload.sentence} />
      )}
      <RetiringNotice workload={workload} allowed={allowed} />
      <Conditions conditions={workload.conditions} />
    </Flex>
  );
}

type Props = {
  workload: WorkloadStatus;
  allowed: EntityStatusResponse['allowed'];
};

function AdminActions(props: Props) {
  const { workload, allowed } = props;
  const { cluster, namespace, owner, stage, conditions } = workload;
  const unbound = conditions.some(
    ({ type, status }) => type === 'Bound' && status === 'false',
  );

  return (
    <>
      {allowed.bind && unbound && (
        <BindButton target={{ cluster, namespace, owner }} />
      )}
      {allowed.adopt && stage === 'off' && !unbound && (
        <AdoptButton cluster={cluster} namespace={namespace} />
      )}
    </>
  );
}

function RetiringNotice(props: Props) {
  const { retiring, entityRef } = props.workload;
  const { t } = useTranslationRef(meshTranslationRef);

  if (!retiring) {
    return null;
  }
  return (
    <Alert
      icon
      status="warning"
      title={
        <>
          {t('summary.retiring')} · {t('edges.until')}{' '}
          <RelativeTime instant={retiring.until} />
        </>
      }
      description={retiring.message}
      customActions={
        props.allowed.confirmRetiring && (
          <ConfirmRetiringButton entityRef={entityRef} />
        )
      }
    />
  );
}
