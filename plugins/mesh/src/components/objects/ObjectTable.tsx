import { lazy, Suspense } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Skeleton, Text } from '@backstage/ui';
import type { ObjectStatus } from '@meshwright/plugin-mesh-common';
import { meshTranslationRef } from '../../translation';
import { ObjectBadge } from '../status';
import { DataTable } from '../table';
import { Code } from '../text';

// Brings the YAML library, which nobody needs before they look.
const ObjectCompare = lazy(() => import('./ObjectCompare'));

/** Objects in the cluster; each opens to its YAML. */
export function ObjectTable(props: { objects: ObjectStatus[] }) {
  const { objects } = props;
  const { t } = useTranslationRef(meshTranslationRef);

  return (
    <DataTable
      label={t('objects.title')}
      items={objects}
      getKey={({ key }) => key}
      columns={[
        {
          id: 'object',
          label: t('objects.object'),
          cell: object => <Code>{nameOf(object)}</Code>,
        },
        {
          id: 'state',
          label: t('objects.state'),
          cell: ({ state }) => <ObjectBadge state={state} />,
        },
        {
          id: 'message',
          label: t('objects.message'),
          cell: ({ state, message }) =>
            message ??
            (state === 'applied' && (
              <Text color="secondary">{t('objects.same')}</Text>
            )),
        },
      ]}
      details={{
        name: nameOf,
        content: object => (
          <Suspense fallback={<Skeleton width="100%" height={160} />}>
            <ObjectCompare object={object} />
          </Suspense>
        ),
      }}
    />
  );
}

function nameOf({ kind, namespace, name }: ObjectStatus): string {
  return `${kind} ${namespace ? `${namespace}/` : ''}${name}`;
}
