import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Flex, Text } from '@backstage/ui';
import type { MeshRun } from '@meshwright/plugin-mesh-common';
import type { WatchedRun } from '../../hooks';
import { isActive } from '../../lib';
import { meshTranslationRef } from '../../translation';
import { OutcomeMessage, OutcomeProvider } from '../dialogs';
import { EntityName, RelativeTime } from '../text';
import { EvidenceTable } from './EvidenceTable';
import { RunActions } from './RunActions';
import { RunBadge } from './RunBadge';
import { RunErrors } from './RunErrors';
import { RunLog } from './RunLog';
import { RunSentence } from './RunSentence';
import { RunSteps } from './RunSteps';

/** The answer, what went wrong, what was seen, all steps, and the log. */
export function RunView(props: { watched: WatchedRun; onChanged: () => void }) {
  const { watched, onChanged } = props;
  const { run, events, readAt } = watched;

  return (
    <OutcomeProvider passAt={run.state} onDone={onChanged}>
      <Flex direction="column" gap="4">
        <RunTitle run={run} />
        <RunSentence run={run} now={Date.parse(readAt)} />
        <OutcomeMessage />
        <RunErrors run={run} />
        <EvidenceTable run={run} />
        <RunSteps run={run} now={Date.parse(readAt)} />
        <RunLog key={run.id} run={run} events={events} />
      </Flex>
    </OutcomeProvider>
  );
}

const titles = {
  provision: 'run.titleProvision',
  verify: 'run.titleVerify',
  retire: 'run.titleRetire',
} as const;

function RunTitle(props: { run: MeshRun }) {
  const { run } = props;
  const { t } = useTranslationRef(meshTranslationRef);

  return (
    <Flex direction="column" gap="2">
      <Flex align="center" gap="3" style={{ flexWrap: 'wrap' }}>
        <Text as="h2" variant="title-small" weight="bold">
          {t(titles[run.kind], { name: run.cluster })}
        </Text>
        <span role="status">
          <RunBadge state={run.state} />
        </span>
        <RunActions run={run} />
      </Flex>
      <Text as="p" color="secondary">
        {t('run.by')}{' '}
        {run.by.includes(':') ? <EntityName entityRef={run.by} /> : run.by}
        {' · '}
        <RelativeTime instant={run.createdAt} />
        {!isActive(run.state) && run.endedAt && (
          <>
            {' · '}
            {t('run.endedAt')} <RelativeTime instant={run.endedAt} />
          </>
        )}
      </Text>
    </Flex>
  );
}
