import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { AddressBlock } from '@meshwright/plugin-mesh-common';
import { meshTranslationRef } from '../../translation';
import { DataTable } from '../table';
import { Code } from '../text';
import { Verdict } from './AddressAxis';

/** The address plan for who reads rather than looks. */
export function AddressTable(props: { blocks: AddressBlock[] }) {
  const { blocks } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const number = new Intl.NumberFormat();

  return (
    <DataTable
      label={t('plan.addresses')}
      items={blocks}
      getKey={({ field }) => field}
      columns={[
        { id: 'name', label: t('addresses.name'), cell: ({ label }) => label },
        {
          id: 'range',
          label: t('addresses.range'),
          cell: ({ range }) => <Code>{range}</Code>,
        },
        {
          id: 'usable',
          label: t('addresses.usable'),
          cell: ({ usable }) => number.format(usable),
        },
        {
          id: 'needed',
          label: t('addresses.needed'),
          cell: ({ needed }) => number.format(needed),
        },
        {
          id: 'state',
          label: t('addresses.state'),
          cell: block =>
            block.overlaps.length > 0 || block.needed > block.usable ? (
              <Verdict block={block} blocks={blocks} />
            ) : (
              t('addresses.ok')
            ),
        },
      ]}
    />
  );
}
