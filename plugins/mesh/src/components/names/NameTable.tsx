import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { ButtonIcon, Flex, Text } from '@backstage/ui';
import type { NameStatus } from '@meshwright/plugin-mesh-common';
import { RiFileCopyLine } from '@remixicon/react';
import useCopyToClipboard from 'react-use/esm/useCopyToClipboard';
import { meshTranslationRef } from '../../translation';
import { ObjectBadge } from '../status';
import { type DataColumn, DataTable } from '../table';
import { Code } from '../text';

/** Hosts and DNS names, where they lead and whether they do. */
export function NameTable(props: { names: NameStatus[] }) {
  const { names } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const columns = useColumns();

  if (names.length === 0) {
    return (
      <Text as="p" color="secondary">
        {t('names.empty')}
      </Text>
    );
  }
  return (
    <DataTable
      label={t('names.title')}
      columns={columns}
      items={names}
      getKey={({ kind, host, zone }) => `${kind} ${host} ${zone}`}
    />
  );
}

function useColumns(): Array<DataColumn<NameStatus>> {
  const { t } = useTranslationRef(meshTranslationRef);

  return [
    {
      id: 'name',
      label: t('names.name'),
      cell: ({ host }) => <HostName host={host} />,
    },
    {
      id: 'kind',
      label: t('names.kind'),
      cell: ({ kind, gateway }) => {
        if (kind === 'dns') {
          return t('names.dns');
        }
        return gateway ? t('names.routeAt', { gateway }) : t('names.route');
      },
    },
    {
      id: 'zone',
      label: t('names.zone'),
      cell: ({ zone }) => (zone ? <Code>{zone}</Code> : t('names.none')),
    },
    {
      id: 'expected',
      label: t('names.expected'),
      cell: ({ expected }) => expected.join(', ') || t('names.none'),
    },
    {
      id: 'found',
      label: t('names.found'),
      cell: ({ found }) =>
        found
          ? found.join(', ') || t('names.foundNothing')
          : t('names.foundUnknown'),
    },
    {
      id: 'state',
      label: t('names.state'),
      cell: ({ state, message }) => (
        <Flex direction="column" gap="1" align="start">
          <ObjectBadge state={state} />
          <Text variant="body-small" color="secondary">
            {message}
          </Text>
        </Flex>
      ),
    },
  ];
}

function HostName(props: { host: string }) {
  const { host } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const [, copy] = useCopyToClipboard();

  return (
    <Flex align="center" gap="1">
      <Code>{host}</Code>
      <ButtonIcon
        size="small"
        variant="tertiary"
        aria-label={t('names.copyName', { name: host })}
        icon={<RiFileCopyLine />}
        onPress={() => copy(host)}
      />
    </Flex>
  );
}
