import { useId, useState } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { ButtonIcon } from '@backstage/ui';
import { RiArrowDownSLine, RiArrowRightSLine } from '@remixicon/react';
import { meshTranslationRef } from '../../translation';
import type { DataTableProps } from './DataTable';
import styles from './DataTable.module.css';

type DataRowProps<T> = Pick<DataTableProps<T>, 'columns' | 'details'> & {
  item: T;
};

/** A row, and under it what it opens to. */
export function DataRow<T>(props: DataRowProps<T>) {
  const { item, columns, details } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const [open, setOpen] = useState(false);
  const id = useId();

  return (
    <>
      <tr>
        {details && (
          <td className={styles.toggle}>
            <ButtonIcon
              size="small"
              variant="tertiary"
              aria-label={t('edges.expand', { name: details.name(item) })}
              aria-expanded={open}
              aria-controls={id}
              icon={open ? <RiArrowDownSLine /> : <RiArrowRightSLine />}
              onPress={() => setOpen(!open)}
            />
          </td>
        )}
        {columns.map((column, index) =>
          index === 0 ? (
            <th key={column.id} scope="row">
              {column.cell(item)}
            </th>
          ) : (
            <td key={column.id} data-label={column.label}>
              {column.cell(item)}
            </td>
          ),
        )}
      </tr>
      {details && open && (
        <tr id={id}>
          <td className={styles.details} colSpan={columns.length + 1}>
            {details.content(item)}
          </td>
        </tr>
      )}
    </>
  );
}
