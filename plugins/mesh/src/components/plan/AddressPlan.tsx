import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Flex, Text } from '@backstage/ui';
import type { AddressBlock } from '@meshwright/plugin-mesh-common';
import { layoutAddresses } from '../../lib';
import { meshTranslationRef } from '../../translation';
import { StatusBadge } from '../status';
import { AddressAxis } from './AddressAxis';
import { AddressTable } from './AddressTable';
import styles from './AddressPlan.module.css';

/** Ranges to scale, overlaps in words; the same as a table. */
export function AddressPlan(props: { blocks: AddressBlock[] }) {
  const { blocks } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const wrong = blocks.filter(({ overlaps }) => overlaps.length > 0).length;

  if (blocks.length === 0) {
    return (
      <Text as="p" color="secondary">
        {t('addresses.empty')}
      </Text>
    );
  }
  return (
    <Flex direction="column" gap="3">
      <div role="status">
        <StatusBadge tone={wrong > 0 ? 'danger' : 'neutral'}>
          {wrong > 0
            ? t('addresses.wrong', { count: wrong })
            : t('addresses.fine', { count: blocks.length })}
        </StatusBadge>
      </div>
      {layoutAddresses(blocks).map(axis => (
        <AddressAxis key={axis.id} axis={axis} blocks={blocks} />
      ))}
      <details className={styles.table}>
        <summary>{t('addresses.asTable')}</summary>
        <AddressTable blocks={blocks} />
      </details>
    </Flex>
  );
}
