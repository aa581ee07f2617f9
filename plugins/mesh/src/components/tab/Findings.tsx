import {
  ANNOTATION_EDIT_URL,
  type Entity,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import { Flex, Link, Text } from '@backstage/ui';
import type { Diagnostic } from '@meshwright/plugin-mesh-common';
import { meshTranslationRef } from '../../translation';
import { Section } from '../section';
import { severityTones, StatusBadge } from '../status';
import { Code, EntityName } from '../text';
import styles from './Findings.module.css';

const effects = {
  error: 'findings.effectError',
  warning: 'findings.effectWarning',
  info: 'findings.effectInfo',
} as const;

/** What is wrong with what the entity's author wrote, and what to do. */
export function Findings(props: { diagnostics: Diagnostic[] }) {
  const { diagnostics } = props;
  const { entity } = useEntity();
  const { t } = useTranslationRef(meshTranslationRef);

  return (
    <Section title={t('findings.title')} actions={<EditLink entity={entity} />}>
      {diagnostics.length === 0 ? (
        <Text as="p" color="secondary">
          {t('findings.empty')}
        </Text>
      ) : (
        <ol className={styles.findings}>
          {diagnostics.map(finding => (
            <li key={`${finding.code} ${finding.pointer} ${finding.message}`}>
              <Finding
                finding={finding}
                foreign={finding.entityRef !== stringifyEntityRef(entity)}
              />
            </li>
          ))}
        </ol>
      )}
    </Section>
  );
}

function Finding(props: { finding: Diagnostic; foreign: boolean }) {
  const { code, severity, pointer, message, entityRef } = props.finding;
  const { t } = useTranslationRef(meshTranslationRef);

  return (
    <Flex direction="column" gap="1" align="start">
      <Flex align="center" gap="2" style={{ flexWrap: 'wrap' }}>
        <StatusBadge tone={severityTones[severity]}>
          {t(`severity.${severity}`)}
        </StatusBadge>
        <Code>{code}</Code>
        <Text variant="body-small" color="secondary">
          {t('findings.at')} <Code>{pointer}</Code>
        </Text>
        {props.foreign && <EntityName entityRef={entityRef} />}
      </Flex>
      <Text as="p">{message}</Text>
      <Text as="p" variant="body-small" color="secondary">
        {t(effects[severity])}
      </Text>
    </Flex>
  );
}

function EditLink(props: { entity: Entity }) {
  const url = props.entity.metadata.annotations?.[ANNOTATION_EDIT_URL];
  const { t } = useTranslationRef(meshTranslationRef);

  return url ? <Link href={url}>{t('findings.edit')}</Link> : null;
}
