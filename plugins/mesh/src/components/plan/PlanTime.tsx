import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type { ProvisionPlan } from '@meshwright/plugin-mesh-common';
import { formatAbout } from '../../lib';
import { meshTranslationRef } from '../../translation';
import styles from './Plan.module.css';

/** The longest chain of steps, which is as long as the run. */
export function PlanTime(props: { plan: ProvisionPlan }) {
  const { criticalPath, steps } = props.plan;
  const { t } = useTranslationRef(meshTranslationRef);
  const byId = new Map(steps.map(step => [step.id, step]));

  return (
    <>
      <Text as="p">
        {t('plan.timeText', { time: formatAbout(criticalPath.seconds) })}
      </Text>
      <ol className={styles.path}>
        {criticalPath.steps.map(id => {
          const step = byId.get(id);
          return (
            <li key={id}>
              {step?.title ?? id}
              {step && step.expectedSeconds > 0 && (
                <Text color="secondary">
                  {' '}
                  (
                  {t('plan.duration', {
                    time: formatAbout(step.expectedSeconds),
                  })}
                  )
                </Text>
              )}
            </li>
          );
        })}
      </ol>
    </>
  );
}
