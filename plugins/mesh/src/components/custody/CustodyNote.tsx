import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Flex, Text } from '@backstage/ui';
import type {
  ClusterCustodyStatus,
  Leftovers,
} from '@meshwright/plugin-mesh-common';
import { meshTranslationRef } from '../../translation';
import { custodyTones, StatusBadge } from '../status';
import { Code, EntityName, RelativeTime } from '../text';

/** Whether people decided that a cluster is not managed here, and by whom. */
export function CustodyBadge(props: { custody?: ClusterCustodyStatus }) {
  const { custody } = props;
  const { t } = useTranslationRef(meshTranslationRef);

  if (!custody) {
    return null;
  }
  if (custody.managedBy) {
    return (
      <StatusBadge tone="info">
        {t('custody.managedBy', { name: custody.managedBy.instance })}
      </StatusBadge>
    );
  }
  return custody.state === 'managed' ? null : (
    <StatusBadge tone={custodyTones[custody.state]}>
      {t(`custody.state.${custody.state}`)}
    </StatusBadge>
  );
}

/** What a decision about a cluster was, and what is left to decide. */
export function CustodyNote(props: { custody?: ClusterCustodyStatus }) {
  const { custody } = props;
  const { t } = useTranslationRef(meshTranslationRef);

  if (!custody?.by) {
    return null;
  }
  const { by, at, reason, leftovers, state } = custody;
  return (
    <Flex direction="column" gap="1">
      <Text as="p" variant="body-small" color="secondary">
        {t(state === 'managed' ? 'custody.managedBecause' : 'custody.decided')}{' '}
        {by.includes(':') ? <EntityName entityRef={by} /> : by}
        {at && (
          <>
            {' '}
            <RelativeTime instant={at} />
          </>
        )}
        {reason && `: ${reason}`}
      </Text>
      {leftovers && <LeftoverList leftovers={leftovers} />}
    </Flex>
  );
}

function LeftoverList(props: { leftovers: Leftovers }) {
  const { total, objects } = props.leftovers;
  const { t } = useTranslationRef(meshTranslationRef);
  const more = total - objects.length;

  return (
    <>
      <Text as="p" variant="body-small">
        {t('custody.leftovers', { count: total })}
      </Text>
      <details>
        <summary>{t('custody.leftoversList')}</summary>
        <ul>
          {objects.map(object => (
            <li key={object}>
              <Code>{object}</Code>
            </li>
          ))}
          {more > 0 && (
            <li>{t('custody.leftoversMore', { more: String(more) })}</li>
          )}
        </ul>
      </details>
    </>
  );
}
