import { type ReactNode, useState } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button } from '@backstage/ui';
import { meshTranslationRef } from '../../translation';
import { DataRow } from './DataRow';
import styles from './DataTable.module.css';

/** One column; the first one names the row. */
export type DataColumn<T> = {
  id: string;
  label: string;
  cell: (item: T) => ReactNode;
};

export type DataTableProps<T> = {
  label: string;
  columns: Array<DataColumn<T>>;
  items: T[];
  getKey: (item: T) => string;
  /** Rows that are drawn before somebody asks for more. */
  limit?: number;
  /** Makes rows that open; `name` is for screen readers. */
  details?: { name: (item: T) => string; content: (item: T) => ReactNode };
};

/** Rows that are drawn when somebody asks for more. */
const STEP = 50;

/**
 * A table whose rows can open to more; on a narrow screen its rows become
 * blocks.
 */
export function DataTable<T>(props: DataTableProps<T>) {
  const { label, columns, items, getKey, details } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const [limit, setLimit] = useState(props.limit ?? STEP);
  const left = items.length - limit;

  return (
    <>
      <div className={styles.frame}>
        {/* Blocks are no table to a browser unless it is told so. */}
        <table className={styles.table} aria-label={label} role="table">
          <thead>
            <tr>
              {details && <td className={styles.toggle} />}
              {columns.map(column => (
                <th key={column.id} scope="col">
                  {column.label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {items.slice(0, limit).map(item => (
              <DataRow
                key={getKey(item)}
                item={item}
                columns={columns}
                details={details}
              />
            ))}
          </tbody>
        </table>
      </div>
      {left > 0 && (
        <Button
          size="small"
          variant="tertiary"
          onPress={() => setLimit(limit + STEP)}
        >
          {t('table.more', { rows: String(Math.min(left, STEP)) })}
        </Button>
      )}
    </>
  );
}
