import { useEffect } from 'react';
import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, Flex, Text } from '@backstage/ui';
import type {
  NamespacePreview,
  UninstallMode,
} from '@meshwright/plugin-mesh-common';
import useAsyncRetry from 'react-use/esm/useAsyncRetry';
import { meshApiRef } from '../../api';
import { meshTranslationRef } from '../../translation';
import { ErrorState, Loading, TableSkeleton } from '../states';
import { Readable, RelativeTime } from '../text';
import type { CustodyPreviewProps } from './custodyPreviewSchema';
import { NamespaceObjects, TextList } from './PreviewParts';

/** What a preview shows, whatever it is of. */
type Shown = {
  readAt: string;
  consequences: string[];
  /** What matters most comes before everything that is listed. */
  endingEdges?: string[];
  groups: Array<{ title: string; items: NamespacePreview[] }>;
  lists: Array<{ title: string; items: string[] }>;
};

/** `ui:field: MeshUninstallPreview` */
export function UninstallPreview(props: CustodyPreviewProps) {
  const { t } = useTranslationRef(meshTranslationRef);
  const api = useApi(meshApiRef);
  const { cluster, mode } = readAnswers(props);
  const isRemoval = mode === 'remove';

  return (
    <Preview
      {...props}
      title={t('custody.uninstallTitle')}
      answers={cluster && `${cluster}:${mode}`}
      read={async () => {
        const { readAt, consequences, deleted, unlabelled, records } =
          await api.previewUninstall({ cluster, mode });
        return {
          ...{ readAt, consequences },
          groups: [
            ...(isRemoval
              ? [{ title: t('custody.deleted'), items: deleted }]
              : []),
            { title: t('custody.unlabelled'), items: unlabelled },
          ],
          lists: [{ title: t('custody.records'), items: records }],
        };
      }}
    />
  );
}

/** `ui:field: MeshTakeOverPreview` */
export function TakeOverPreview(props: CustodyPreviewProps) {
  const { t } = useTranslationRef(meshTranslationRef);
  const api = useApi(meshApiRef);
  const { cluster, from } = readAnswers(props);

  return (
    <Preview
      {...props}
      title={t('custody.takeOverTitle')}
      answers={cluster && `${cluster}:${from}`}
      read={async () => {
        const preview = await api.previewTakeOver(cluster);
        return {
          ...preview,
          groups: [
            { title: t('custody.taken'), items: preview.taken },
            { title: t('custody.changed'), items: preview.changed },
            { title: t('custody.left'), items: preview.leftovers },
          ],
          lists: [{ title: t('custody.records'), items: preview.records }],
        };
      }}
    />
  );
}

function readAnswers({ formContext }: CustodyPreviewProps) {
  const { cluster, mode, from } = (formContext?.formData ?? {}) as {
    cluster?: string;
    mode?: UninstallMode;
    from?: string;
  };
  return {
    cluster: cluster?.trim() ?? '',
    mode: mode ?? ('release' as const),
    from: from ?? '',
  };
}

function Preview(
  props: CustodyPreviewProps & {
    title: string;
    /** Changes with what the preview is of; empty while it is of nothing. */
    answers: string;
    read: () => Promise<Shown>;
  },
) {
  const { formData, onChange, title, answers, read } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const { value, error, loading, retry } = useAsyncRetry(
    async () => (answers ? read() : undefined),
    [answers],
  );
  const shown = value && !loading && !error ? answers : '';
  useEffect(() => {
    // What was shown of other answers must not outlive them.
    if (formData !== shown) {
      onChange(shown);
    }
  });

  return (
    <Readable>
      <section aria-label={title} aria-busy={loading}>
        <Flex direction="column" gap="3">
          <Flex align="center" justify="between" gap="3">
            <Text as="h2" variant="title-x-small" weight="bold">
              {title}
            </Text>
            <Button
              size="small"
              variant="secondary"
              isPending={loading}
              onPress={retry}
            >
              {t('custody.refresh')}
            </Button>
          </Flex>
          {loading && (
            <Loading label={t('custody.loading')}>
              <TableSkeleton rows={4} />
            </Loading>
          )}
          {error && !loading && (
            <ErrorState
              error={error}
              title={t('custody.errorTitle')}
              permission="mesh.cluster.read"
              onRetry={retry}
            />
          )}
          {!answers && (
            <Text as="p" color="secondary">
              {t('custody.waiting')}
            </Text>
          )}
          {shown && value && <Contents shown={value} />}
        </Flex>
      </section>
    </Readable>
  );
}

function Contents(props: { shown: Shown }) {
  const { readAt, consequences, groups, lists } = props.shown;
  const { endingEdges = [] } = props.shown;
  const { t } = useTranslationRef(meshTranslationRef);

  return (
    <>
      {consequences.map((sentence, index) => (
        <Text key={sentence} as="p" weight={index === 0 ? 'bold' : 'regular'}>
          {sentence}
        </Text>
      ))}
      <TextList title={t('custody.ending')} items={endingEdges} />
      {groups.map(group => (
        <NamespaceObjects key={group.title} {...group} />
      ))}
      {lists.map(list => (
        <TextList key={list.title} {...list} />
      ))}
      <Text as="p" variant="body-small" color="secondary">
        {t('custody.readAt')} <RelativeTime instant={readAt} />
      </Text>
    </>
  );
}
