import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type { SpecProblem } from '@meshwright/plugin-mesh-common';
import { meshTranslationRef } from '../../translation';
import { severityTones, StatusBadge } from '../status';
import { Code } from '../text';
import styles from './Plan.module.css';

/** What cannot be: the answer first, then what to do about it. */
export function PlanProblems(props: { problems: SpecProblem[] }) {
  const { t } = useTranslationRef(meshTranslationRef);
  // Errors first; the order within is that of the answers.
  const problems = ['error', 'warning'].flatMap(severity =>
    props.problems.filter(problem => problem.severity === severity),
  );

  if (problems.length === 0) {
    return null;
  }
  return (
    <section aria-label={t('plan.problems')}>
      <ul className={styles.problems}>
        {problems.map(({ field, message, severity }) => (
          <li key={`${field} ${message}`}>
            <StatusBadge tone={severityTones[severity]}>
              {t(`severity.${severity}`)}
            </StatusBadge>
            <Text as="p">
              <Code>{field}</Code>: {message}
            </Text>
          </li>
        ))}
      </ul>
    </section>
  );
}
