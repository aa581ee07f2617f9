import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type {
  FieldChange,
  ProvisionPlan,
  ProvisionStep,
  StepOperation,
} from '@meshwright/plugin-mesh-common';
import { OPERATIONS } from '../../lib';
import { meshTranslationRef } from '../../translation';
import { Code } from '../text';
import styles from './Plan.module.css';

const groups = {
  create: 'plan.groupCreate',
  update: 'plan.groupUpdate',
  delete: 'plan.groupDelete',
  keep: 'plan.groupKeep',
  leave: 'plan.groupLeave',
  check: 'plan.groupCheck',
} as const;

/** Writes and what is left alone are open; the rest can be opened. */
const OPEN = new Set<StepOperation>(['create', 'update', 'delete', 'leave']);

/** The steps of a plan by what they do, with the reason of each. */
export function PlanSteps(props: { plan: ProvisionPlan }) {
  const { steps } = props.plan;
  const { t } = useTranslationRef(meshTranslationRef);

  return (
    <section aria-label={t('plan.steps')} className={styles.groups}>
      {OPERATIONS.map(operation => {
        const shown = steps.filter(step => step.operation === operation);
        return (
          shown.length > 0 && (
            <details key={operation} open={OPEN.has(operation)}>
              <summary>
                {t(groups[operation], { number: String(shown.length) })}
              </summary>
              <ul className={styles.steps}>
                {shown.map(step => (
                  <Step key={step.id} step={step} />
                ))}
              </ul>
            </details>
          )
        );
      })}
    </section>
  );
}

function Step(props: { step: ProvisionStep }) {
  const { title, reason, changes } = props.step;

  return (
    <li>
      <Text as="p" weight="bold">
        {title}
      </Text>
      <Text as="p" color="secondary">
        {reason}
      </Text>
      {changes.length > 0 && (
        <ul className={styles.changes}>
          {changes.map(change => (
            <Change key={change.path} change={change} />
          ))}
        </ul>
      )}
    </li>
  );
}

function Change(props: { change: FieldChange }) {
  const { path, from, to } = props.change;
  const { t } = useTranslationRef(meshTranslationRef);
  const show = (value: FieldChange['from']) =>
    value === undefined ? (
      t('plan.absent')
    ) : (
      <Code>{JSON.stringify(value)}</Code>
    );

  return (
    <li>
      <Code>{path}</Code>: {show(from)} {t('plan.becomes')} {show(to)}
    </li>
  );
}
