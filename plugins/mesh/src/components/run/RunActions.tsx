import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import { Button, Flex, Text } from '@backstage/ui';
import {
  meshClusterProvisionPermission,
  meshClusterRetirePermission,
  meshClusterVerifyPermission,
  type MeshRun,
} from '@meshwright/plugin-mesh-common';
import useAsyncFn from 'react-use/esm/useAsyncFn';
import { meshApiRef } from '../../api';
import { describeError } from '../../lib';
import { meshTranslationRef } from '../../translation';
import { DialogButton, useReport } from '../dialogs';
import { textColors } from '../status';

const permissions = {
  provision: meshClusterProvisionPermission,
  verify: meshClusterVerifyPermission,
  retire: meshClusterRetirePermission,
};

/** What one may do about a run: cancel it, or go on with it. */
export function RunActions(props: { run: MeshRun }) {
  const { run } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const permission = permissions[run.kind];
  const { allowed, loading } = usePermission({ permission });
  const canCancel = run.state === 'queued' || run.state === 'running';

  if (loading || (!canCancel && run.state !== 'failed')) {
    return null;
  }
  if (!allowed) {
    return (
      <Text color="secondary">
        {t('run.mayNot', { permission: permission.name })}
      </Text>
    );
  }
  return canCancel ? <CancelButton run={run} /> : <ResumeButton run={run} />;
}

const texts = {
  provision: 'run.cancelText',
  verify: 'run.cancelTextVerify',
  retire: 'run.cancelTextRetire',
} as const;

function CancelButton(props: { run: MeshRun }) {
  const { run } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const api = useApi(meshApiRef);
  const report = useReport();

  return (
    <DialogButton
      label={t('run.cancel')}
      title={t('run.cancelTitle', { name: run.cluster })}
      text={t(texts[run.kind])}
      submit={t('run.cancelSubmit')}
      dismiss={t('run.keepRunning')}
      destructive
      fields={[]}
      onSubmit={async () => {
        await api.cancelRun(run.id);
        report(t('run.cancelSent'));
      }}
    />
  );
}

function ResumeButton(props: { run: MeshRun }) {
  const { run } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const api = useApi(meshApiRef);
  const report = useReport();
  const [{ loading, error }, resume] = useAsyncFn(async () => {
    await api.resumeRun(run.id);
    report(t('run.resumeSent'));
  }, [api, run.id, report, t]);

  return (
    <Flex align="center" gap="2" style={{ flexWrap: 'wrap' }}>
      <Button
        size="small"
        variant="primary"
        isPending={loading}
        onPress={() => resume()}
      >
        {t('run.resume')}
      </Button>
      {error && (
        <Text role="alert" variant="body-small" style={textColors.danger}>
          {describeError(error).message}
        </Text>
      )}
    </Flex>
  );
}
