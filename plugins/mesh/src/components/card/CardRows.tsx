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
  const hosts = unique(
    workloads.flatMap(({ names }) => names.map(({ host }) => host)),
  );
  const rows: Array<[string, ReactNode]> = [
    [t('card.encryption'), <Encryption key="e" workloads={workloads} />],
    [t('card.callers'), <Callers key="c" workloads={workloads} />],
    [t('card.dependencies'), <Dependencies key="d" workloads={workloads} />],
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

/** What is seldom there is only told of when it is. */
function Callers(props: { workloads: WorkloadStatus[] }) {
  const { granted, pending, open } = countEdges(props.workloads).callers;
  const { t } = useTranslationRef(meshTranslationRef);

  return [
    t('card.callersValue', {
      granted: String(granted),
      pending: String(pending),
    }),
    ...(open > 0 ? [t('card.callersOpen', { open: String(open) })] : []),
  ].join(' · ');
}

function Dependencies(props: { workloads: WorkloadStatus[] }) {
  const counts = countEdges(props.workloads).dependencies;
  const { unknown, attention } = counts;
  const { t } = useTranslationRef(meshTranslationRef);

  return [
    t('card.dependenciesValue', {
      inForce: String(counts.inForce),
      waiting: String(counts.waiting),
      denied: String(counts.denied),
    }),
    ...(unknown > 0
      ? [t('card.dependenciesUnknown', { unknown: String(unknown) })]
      : []),
    ...(attention > 0
      ? [t('card.dependenciesAttention', { count: attention })]
      : []),
  ].join(' · ');
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
