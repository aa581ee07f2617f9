import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, Flex, Text } from '@backstage/ui';
import useAsyncFn from 'react-use/esm/useAsyncFn';
import { meshApiRef } from '../../api';
import { describeError } from '../../lib';
import { meshTranslationRef } from '../../translation';
import { useReport } from '../dialogs';
import { textColors } from '../status';

/** Starts a pass over a cluster now. */
export function ReconcileButton(props: { cluster: string }) {
  const { cluster } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const api = useApi(meshApiRef);
  const report = useReport();
  const [{ loading, error }, start] = useAsyncFn(async () => {
    await api.reconcileNow(cluster);
    report(t('actions.reconcileStarted', { name: cluster }));
  }, [api, cluster, report, t]);

  return (
    <Flex direction="column" gap="1" align="start">
      <Button
        size="small"
        variant="secondary"
        aria-label={t('actions.reconcileOf', { name: cluster })}
        isPending={loading}
        onPress={() => start()}
      >
        {t('actions.reconcile')}
      </Button>
      {error && (
        <Text role="alert" variant="body-small" style={textColors.danger}>
          {describeError(error).message}
        </Text>
      )}
    </Flex>
  );
}
