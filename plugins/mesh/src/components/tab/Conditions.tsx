import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, DialogTrigger, Flex, Popover, Text } from '@backstage/ui';
import type { Condition } from '@meshwright/plugin-mesh-common';
import { meshTranslationRef } from '../../translation';
import { conditionTone, StatusBadge } from '../status';
import { RelativeTime } from '../text';
import styles from './Conditions.module.css';

/** Every fact, first those to look at; a button tells the rest. */
export function Conditions(props: { conditions: Condition[] }) {
  const { conditions } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const open = conditions.filter(({ status }) => status !== 'true');
  const fine = conditions.filter(({ status }) => status === 'true');

  // What several conditions say is said once; "Why?" repeats it.
  const isTold = ({ status, message }: Condition, index: number) =>
    status !== 'true' &&
    open.findIndex(other => other.message === message) === index;

  return (
    <ul className={styles.conditions} aria-label={t('conditions.title')}>
      {[...open, ...fine].map((condition, index) => (
        <li
          key={condition.type}
          className={isTold(condition, index) ? styles.open : styles.condition}
        >
          <StatusBadge tone={conditionTone(condition)}>
            {condition.type}: {t(`conditionStatus.${condition.status}`)}
          </StatusBadge>
          {isTold(condition, index) && (
            <Text as="p" variant="body-small" className={styles.message}>
              {condition.message}
            </Text>
          )}
          <Why condition={condition} />
        </li>
      ))}
    </ul>
  );
}

function Why(props: { condition: Condition }) {
  const { type, message, observedAt } = props.condition;
  const { t } = useTranslationRef(meshTranslationRef);

  return (
    <DialogTrigger>
      <Button
        size="small"
        variant="tertiary"
        className={styles.why}
        aria-label={t('conditions.whyOf', { type })}
      >
        {t('conditions.why')}
      </Button>
      <Popover aria-label={type} style={{ maxWidth: 'min(24rem, 90vw)' }}>
        <Flex direction="column" gap="2">
          <Text as="p">{message}</Text>
          <Text as="p" variant="body-small" color="secondary">
            {t('conditions.seen')} <RelativeTime instant={observedAt} />
          </Text>
        </Flex>
      </Popover>
    </DialogTrigger>
  );
}
