import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Flex, Text } from '@backstage/ui';
import type { NamespacePreview } from '@meshwright/plugin-mesh-common';
import { meshTranslationRef } from '../../translation';
import { type DataColumn, DataTable } from '../table';
import { Code } from '../text';

/** Objects by namespace, counted and named. */
export function NamespaceObjects(props: {
  title: string;
  items: NamespacePreview[];
}) {
  const { title, items } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const columns = useColumns();
  const total = items.reduce((sum, item) => sum + item.total, 0);

  return (
    <Flex direction="column" gap="2">
      <Text as="h3" weight="bold">
        {title} ({total})
      </Text>
      {items.length === 0 ? (
        <Text as="p" color="secondary">
          {t('custody.none')}
        </Text>
      ) : (
        <DataTable
          label={title}
          columns={columns}
          items={items}
          getKey={({ namespace }) => namespace}
        />
      )}
    </Flex>
  );
}

function useColumns(): Array<DataColumn<NamespacePreview>> {
  const { t } = useTranslationRef(meshTranslationRef);

  return [
    {
      id: 'namespace',
      label: t('custody.namespace'),
      cell: ({ namespace }) =>
        namespace ? <Code>{namespace}</Code> : t('custody.ofCluster'),
    },
    {
      id: 'count',
      label: t('custody.count'),
      cell: ({ total }) => String(total),
    },
    {
      id: 'objects',
      label: t('custody.objects'),
      cell: ({ objects, total }) => (
        <>
          {objects.join(', ')}
          {total > objects.length &&
            ` ${t('custody.leftoversMore', {
              more: String(total - objects.length),
            })}`}
        </>
      ),
    },
  ];
}

/** A heading and what is under it; nothing where nothing is. */
export function TextList(props: { title: string; items: string[] }) {
  const { title, items } = props;

  return items.length === 0 ? null : (
    <Flex direction="column" gap="2">
      <Text as="h3" weight="bold">
        {title} ({items.length})
      </Text>
      <ul aria-label={title}>
        {items.map(item => (
          <li key={item}>
            <Code>{item}</Code>
          </li>
        ))}
      </ul>
    </Flex>
  );
}
