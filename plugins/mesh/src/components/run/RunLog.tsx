import { useState } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, Flex, Text } from '@backstage/ui';
import type { MeshRun, RunEvent } from '@meshwright/plugin-mesh-common';
import { formatExact } from '../../lib';
import { meshTranslationRef } from '../../translation';
import { Section } from '../section';
import styles from './run.module.css';

/** Lines that are drawn before somebody asks for all. */
const SHOWN = 200;

/** What a run said, newest last; read out as it comes. */
export function RunLog(props: { run: MeshRun; events: RunEvent[] }) {
  const { run, events } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const [all, setAll] = useState(false);
  const shown = all ? events : events.slice(-SHOWN);
  const older = events.length - shown.length;
  const titles = new Map(run.steps.map(({ id, title }) => [id, title]));

  return (
    <Section title={t('run.log')}>
      {older > 0 && (
        <Flex align="center" gap="2">
          <Text color="secondary">{t('run.logOlder', { count: older })}</Text>
          <Button size="small" variant="tertiary" onPress={() => setAll(true)}>
            {t('run.logAll')}
          </Button>
        </Flex>
      )}
      <div role="log" aria-label={t('run.log')} className={styles.log}>
        {shown.length === 0 && t('run.logEmpty')}
        {shown.map(event => (
          <p key={event.sequence} className={styles[event.level]}>
            <time dateTime={event.at} title={formatExact(event.at)}>
              {timeOfDay(event.at)}
            </time>{' '}
            {event.level !== 'info' && `${t(`logLevel.${event.level}`)}: `}
            {event.step && `${titles.get(event.step) ?? event.step}: `}
            {event.message}
          </p>
        ))}
      </div>
    </Section>
  );
}

function timeOfDay(instant: string): string {
  const time = Date.parse(instant);
  return Number.isNaN(time)
    ? instant
    : new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' }).format(time);
}
