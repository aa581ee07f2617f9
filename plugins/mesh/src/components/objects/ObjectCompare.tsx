import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Flex, Text, VisuallyHidden } from '@backstage/ui';
import type { MeshObject, ObjectStatus } from '@meshwright/plugin-mesh-common';
import { stringify } from 'yaml';
import { meshTranslationRef } from '../../translation';
import { diffLines, type Line } from './diffLines';
import styles from './ObjectCompare.module.css';

/** The YAML of an object; both sides when they differ. */
export default function ObjectCompare(props: { object: ObjectStatus }) {
  const { desired, live, state } = props.object;
  const { t } = useTranslationRef(meshTranslationRef);

  if (live && (state === 'applied' || (state === 'waiting' && !desired))) {
    return <Side title={t('objects.live')} lines={plain(live)} />;
  }
  const [left, right] =
    desired && live
      ? diffLines(toYaml(desired), toYaml(live))
      : [desired && plain(desired), live && plain(live)];

  return (
    <Flex direction="column" gap="2">
      {desired && live && (
        <Text variant="body-small" color="secondary">
          {t('objects.differ')}
        </Text>
      )}
      <div className={styles.sides}>
        <Side
          title={t('objects.desired')}
          lines={left ?? []}
          missing={t('objects.notWanted')}
        />
        <Side
          title={t('objects.live')}
          lines={right ?? []}
          missing={t('objects.notThere')}
        />
      </div>
    </Flex>
  );
}

function Side(props: { title: string; lines: Line[]; missing?: string }) {
  const { title, lines, missing } = props;
  const { t } = useTranslationRef(meshTranslationRef);

  return (
    <figure style={{ margin: 0, minWidth: 0 }}>
      <Text as="p" variant="body-small" weight="bold">
        {title}
      </Text>
      {lines.length === 0 ? (
        <Text as="p" color="secondary">
          {missing}
        </Text>
      ) : (
        <pre className={styles.yaml} aria-label={title}>
          {lines.map(({ text, differs }, index) => (
            <span
              key={index}
              className={`${styles.line} ${differs ? styles.differs : ''}`}
            >
              {text}
              {differs && (
                <VisuallyHidden> ({t('objects.changedLine')})</VisuallyHidden>
              )}
            </span>
          ))}
        </pre>
      )}
    </figure>
  );
}

/** Without what only the API server is interested in. */
function toYaml(object: MeshObject): string {
  const { apiVersion, kind, metadata, spec, data } = object;
  const { name, namespace, labels, annotations } = metadata;
  return stringify(
    {
      apiVersion,
      kind,
      metadata: { name, namespace, labels, annotations },
      spec,
      data,
    },
    { sortMapEntries: true, lineWidth: 0 },
  ).trimEnd();
}

function plain(object: MeshObject): Line[] {
  return toYaml(object)
    .split('\n')
    .map(text => ({ text, differs: false }));
}
