import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type { EdgeStatus, ObjectStatus } from '@meshwright/plugin-mesh-common';
import { shortName } from '../../lib';
import { meshTranslationRef } from '../../translation';
import { DecideButtons } from '../dialogs';
import { type DataColumn, DataTable } from '../table';
import { PeerCell, SeenCell, SinceCell } from './EdgeCells';
import { EdgeDetails } from './EdgeDetails';
import { EdgeTrack } from './EdgeTrack';

export type EdgeTableProps = {
  direction: 'inbound' | 'outbound';
  edges: EdgeStatus[];
  objects: ObjectStatus[];
  /** Shows buttons on requests that wait. */
  decide: boolean;
};

/** Who may call a service, or what it calls. */
export function EdgeTable(props: EdgeTableProps) {
  const { direction, edges, objects } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const columns = useColumns(props);
  const peer = (edge: EdgeStatus) =>
    direction === 'inbound' ? edge.consumer : edge.provider;

  if (edges.length === 0) {
    return (
      <Text as="p" color="secondary">
        {t(`edges.${direction}Empty`)}
      </Text>
    );
  }
  return (
    <DataTable
      label={t(`edges.${direction}Title`)}
      columns={columns}
      items={edges}
      getKey={edge => edge.key}
      details={{
        name: edge => peer(edge).title ?? shortName(peer(edge).entityRef),
        content: edge => <EdgeDetails edge={edge} objects={objects} />,
      }}
    />
  );
}

function useColumns(props: EdgeTableProps): Array<DataColumn<EdgeStatus>> {
  const { direction, edges, decide } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const inbound = direction === 'inbound';
  const canDecide = (edge: EdgeStatus) =>
    inbound && decide && edge.consent.state === 'pending';

  return [
    {
      id: 'peer',
      label: inbound ? t('edges.caller') : t('edges.provider'),
      cell: edge => (
        <PeerCell
          peer={inbound ? edge.consumer : edge.provider}
          cluster={edge.cluster}
        />
      ),
    },
    {
      id: 'what',
      label: t('edges.what'),
      cell: edge => <What what={edge.what} />,
    },
    {
      id: 'how-far',
      label: t('edges.howFar'),
      cell: edge => <EdgeTrack edge={edge} />,
    },
    {
      id: 'last-seen',
      label: t('edges.lastSeen'),
      cell: edge => <SeenCell edge={edge} />,
    },
    {
      id: 'since',
      label: t('edges.since'),
      cell: edge => <SinceCell edge={edge} />,
    },
    ...(edges.some(canDecide)
      ? [
          {
            id: 'decision',
            label: t('edges.decision'),
            cell: (edge: EdgeStatus) =>
              canDecide(edge) ? (
                <DecideButtons edge={edge} />
              ) : (
                t(`consent.${edge.consent.state}`)
              ),
          },
        ]
      : []),
  ];
}

/** Breaks only where it is long. */
function What(props: { what: string }) {
  const { what } = props;

  return what.length < 24 ? (
    <span style={{ whiteSpace: 'nowrap' }}>{what}</span>
  ) : (
    <>{what}</>
  );
}
