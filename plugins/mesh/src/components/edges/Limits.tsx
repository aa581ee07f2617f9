import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { EdgeStatus } from '@meshwright/plugin-mesh-common';
import { meshTranslationRef } from '../../translation';
import styles from './EdgeDetails.module.css';

/** What an edge is limited to: operations, hours, a rule of the platform. */
export function Limits(props: { edge: EdgeStatus }) {
  const { operations, window, consent } = props.edge;
  const { t } = useTranslationRef(meshTranslationRef);

  return (
    <>
      {operations && (
        <>
          <dt>{t('edges.operations')}</dt>
          <dd>
            <ul className={styles.steps}>
              {operations.map(({ methods, paths }) => {
                const what = `${methods?.join(', ') ?? t('edges.anyMethod')} ${
                  paths?.join(', ') ?? t('edges.anyPath')
                }`;
                return <li key={what}>{what}</li>;
              })}
            </ul>
          </dd>
        </>
      )}
      {window && (
        <>
          <dt>{t('edges.hours')}</dt>
          <dd>
            {t('edges.hoursOf', {
              ...window,
              days: window.days.map(day => t(`weekday.${day}`)).join(', '),
            })}
          </dd>
        </>
      )}
      {consent.guardrailId && (
        <>
          <dt>{t('edges.guardrail')}</dt>
          <dd>{consent.guardrailId}</dd>
        </>
      )}
    </>
  );
}
