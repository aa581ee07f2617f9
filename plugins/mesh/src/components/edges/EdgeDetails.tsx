import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Flex, Text } from '@backstage/ui';
import type { EdgeStatus, ObjectStatus } from '@meshwright/plugin-mesh-common';
import { meshTranslationRef } from '../../translation';
import { ObjectTable } from '../objects';
import { EntityName, RelativeTime } from '../text';
import styles from './EdgeDetails.module.css';
import { Limits } from './Limits';
import { textColors } from '../status';

/** Why an edge is as it is, and the objects that implement it. */
export function EdgeDetails(props: {
  edge: EdgeStatus;
  objects: ObjectStatus[];
}) {
  const { edge, objects } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const own = objects.filter(({ key }) => edge.objects.includes(key));

  return (
    <Flex direction="column" gap="3">
      <Text as="p">{edge.sentence}</Text>
      {edge.provenance === 'last-good' && (
        <Text as="p" style={textColors.warning}>
          {t('edges.lastGood')}
        </Text>
      )}
      {edge.provenance === 'retiring' && (
        <Text as="p" style={textColors.warning}>
          {t('edges.goneSource')}
        </Text>
      )}
      <dl className={styles.facts}>
        <dt>{t('edges.reason')}</dt>
        <dd>{edge.declaredReason ?? t('edges.noReason')}</dd>
        <dt>{t('edges.consent')}</dt>
        <dd>
          {t('edges.consentOf', {
            state: t(`consent.${edge.consent.state}`),
            reason: t(`consentReason.${edge.consent.reason}`),
            message: edge.consent.message,
          })}
        </dd>
        <Decision edge={edge} />
        <Limits edge={edge} />
        <dt>{t('edges.stepsTitle')}</dt>
        <dd>
          <ol className={styles.steps}>
            {edge.steps.map(({ step, status, message }) => (
              <li key={step}>
                {t('edges.stepOf', {
                  step: t(`step.${step}`),
                  status: t(`stepStatus.${status}`),
                })}
                {message && `. ${message}`}
              </li>
            ))}
          </ol>
        </dd>
      </dl>
      <Text as="h3" weight="bold">
        {t('edges.objects')}
      </Text>
      {own.length > 0 ? (
        <ObjectTable objects={own} />
      ) : (
        <Text as="p" color="secondary">
          {t('edges.noObjects')}
        </Text>
      )}
    </Flex>
  );
}

function Decision(props: { edge: EdgeStatus }) {
  const { by, at } = props.edge.consent;
  const { t } = useTranslationRef(meshTranslationRef);

  if (!by) {
    return null;
  }
  return (
    <>
      <dt>{t('edges.decidedBy')}</dt>
      <dd>
        {by.includes(':') ? <EntityName entityRef={by} /> : by}{' '}
        {at && <RelativeTime instant={at} />}
      </dd>
    </>
  );
}
