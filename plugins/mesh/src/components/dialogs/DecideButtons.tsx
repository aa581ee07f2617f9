import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, Flex, Text } from '@backstage/ui';
import type { DecideRequest, EdgeStatus } from '@meshwright/plugin-mesh-common';
import useAsyncFn from 'react-use/esm/useAsyncFn';
import { meshApiRef } from '../../api';
import { describeError, endOfDay, shortName } from '../../lib';
import { meshTranslationRef } from '../../translation';
import { DialogButton } from './DialogButton';
import { useReport } from './Outcome';
import { textColors } from '../status';

/** What the owner of a called service can do about a request. */
export function DecideButtons(props: { edge: EdgeStatus }) {
  const { edge } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const name = edge.consumer.title ?? shortName(edge.consumer.entityRef);
  const decide = useDecide(edge);
  const [approving, approve] = useAsyncFn(
    () => decide({ decision: 'approve' }),
    [decide],
  );

  return (
    <Flex direction="column" gap="1">
      <Flex gap="2" style={{ flexWrap: 'wrap', minWidth: '11rem' }}>
        <Button
          size="small"
          variant="primary"
          aria-label={t('decide.approveOf', { name })}
          isPending={approving.loading}
          onPress={() => approve()}
        >
          {t('decide.approve')}
        </Button>
        <DialogButton
          label={t('decide.decline')}
          name={t('decide.declineOf', { name })}
          title={t('decide.declineTitle', { name })}
          text={t('decide.declineText')}
          submit={t('decide.decline')}
          destructive
          fields={[
            {
              name: 'reason',
              label: t('decide.reason'),
              required: true,
              multiline: true,
            },
          ]}
          onSubmit={({ reason }) => decide({ decision: 'decline', reason })}
        />
        <ApproveUntil name={name} decide={decide} />
      </Flex>
      {approving.error && (
        <Text role="alert" variant="body-small" style={textColors.danger}>
          {describeError(approving.error).message}
        </Text>
      )}
    </Flex>
  );
}

type Decide = (
  decision: Pick<DecideRequest, 'decision' | 'reason' | 'until'>,
) => Promise<void>;

function ApproveUntil(props: { name: string; decide: Decide }) {
  const { name, decide } = props;
  const { t } = useTranslationRef(meshTranslationRef);

  const check = ({ until }: Record<string, string>) => {
    const end = endOfDay(until);
    if (!end) {
      return { until: t('decide.untilWrong') };
    }
    return Date.parse(end) < Date.now()
      ? { until: t('decide.untilPast') }
      : ({} as Record<string, string>);
  };
  return (
    <DialogButton
      variant="tertiary"
      label={t('decide.approveUntil')}
      name={t('decide.approveUntilOf', { name })}
      title={t('decide.untilTitle', { name })}
      text={t('decide.untilText')}
      submit={t('decide.approve')}
      fields={[
        {
          name: 'until',
          label: t('decide.until'),
          description: t('decide.untilHint'),
          required: true,
        },
        { name: 'reason', label: t('decide.reason'), multiline: true },
      ]}
      check={check}
      onSubmit={({ until, reason }) =>
        decide({
          decision: 'approve',
          until: endOfDay(until),
          ...(reason && { reason }),
        })
      }
    />
  );
}

function useDecide(edge: EdgeStatus): Decide {
  const api = useApi(meshApiRef);
  const report = useReport();
  const { t } = useTranslationRef(meshTranslationRef);

  return async decision => {
    await api.decide({
      consumerRef: edge.consumer.entityRef,
      providerRef: edge.provider.entityRef,
      ...decision,
    });
    report(
      decision.decision === 'approve'
        ? t('decide.approved')
        : t('decide.declined'),
    );
  };
}
