import { Fragment, type ReactNode } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { WorkloadStatus } from '@meshwright/plugin-mesh-common';
import { countEdges } from '../../lib';
import { meshTranslationRef } from '../../translation';
import { StatusBadge } from '../status';
import { Code } from '../text';
import styles from './CardRows.module.css';

/** The facts of the card; those that are fine are quiet. */
export function CardRows(props: { workloads: WorkloadStatus[] }) {
  const { workloads } = props;
  const { t } = useTranslationRef(meshTranslationRef);

  if (workloads.length === 0) {
    return null;
  }
  const { callers, dependencies } = countEdges(workloads);
  const hosts = unique(
    workloads.flatMap(({ names }) => names.map(({ host }) => host)),
  );
  const rows: Array<[string, ReactNode]> = [
    [t('card.encryption'), <Encryption key="e" workloads={workloads} />],
    [t('card.callers'), t('card.callersValue', callers)],
    [t('card.dependencies'), t('card.dependenciesValue', dependencies)],
    [
      t('card.reachable'),
      hosts.length > 0 ? <Codes values={hosts} /> : t('card.reachableNone'),
    ],
    [
      t('card.identity'),
      <Codes
        key="i"
        values={unique(
          workloads.map(w => `${w.namespace}/${w.serviceAccount}`),
        )}
      />,
    ],
    [t('card.stage'), <Stage key="s" workloads={workloads} />],
  ];

  return (
    <dl className={styles.rows}>
      {rows.map(([label, value]) => (
        <Fragment key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}

function Encryption(props: { workloads: WorkloadStatus[] }) {
  const { workloads } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const { mode, source } = weakest(workloads);
  const text = t(`mtls.${mode}`);

  return (
    <>
      {mode === 'STRICT' ? (
        text
      ) : (
        <StatusBadge tone={mode === 'unknown' ? 'unknown' : 'warning'}>
          {text}
        </StatusBadge>
      )}{' '}
      {source && (
        <span className={styles.quiet}>
          {t('card.encryptionFrom')} <Code>{source}</Code>
        </span>
      )}
    </>
  );
}

function Stage(props: { workloads: WorkloadStatus[] }) {
  const { workloads } = props;
  const { t } = useTranslationRef(meshTranslationRef);

  return unique(
    workloads.map(({ stage, step }) =>
      stage === 'enforce'
        ? t('card.stageStep', {
            stage: t('stage.enforce'),
            step: t(`stageStep.${step}`),
          })
        : t(`stage.${stage}`),
    ),
  ).map(text => <div key={text}>{text}</div>);
}

function Codes(props: { values: string[] }) {
  return props.values.map((value, index) => (
    <Fragment key={value}>
      {index > 0 && ', '}
      <Code>{value}</Code>
    </Fragment>
  ));
}

/** The mode that protects least; what is not known protects nothing. */
function weakest(workloads: WorkloadStatus[]): WorkloadStatus['mtls'] {
  const order = ['unknown', 'DISABLE', 'PERMISSIVE', 'STRICT'];
  return [...workloads]
    .map(({ mtls }) => mtls)
    .sort((a, b) => order.indexOf(a.mode) - order.indexOf(b.mode))[0];
}

function unique(values: string[]): string[] {
  return [...new Set(values)];
}
