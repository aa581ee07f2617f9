import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import { RiAlertLine, RiCloseCircleLine } from '@remixicon/react';
import type { AddressBlock } from '@meshwright/plugin-mesh-common';
import type {
  AddressAxis as Axis,
  PlacedBlock,
} from '../../lib/layoutAddresses';
import { meshTranslationRef } from '../../translation';
import { Code } from '../text';
import styles from './AddressPlan.module.css';

/** Blocks on one axis: a row each, with a bar where its addresses are. */
export function AddressAxis(props: { axis: Axis; blocks: AddressBlock[] }) {
  const { axis, blocks } = props;
  const { t } = useTranslationRef(meshTranslationRef);

  return (
    <figure className={styles.axis}>
      <figcaption>
        <Text weight="bold" variant="body-small">
          {t(`addresses.${axis.id}Title`)}
        </Text>{' '}
        <Text color="secondary" variant="body-small">
          {t(`addresses.${axis.id}Hint`)}
        </Text>
      </figcaption>
      <ul className={styles.rows}>
        {axis.rows.map(placed => (
          <Row
            key={placed.block.field}
            placed={placed}
            gaps={axis.gaps}
            blocks={blocks}
          />
        ))}
      </ul>
    </figure>
  );
}

function Row(props: {
  placed: PlacedBlock;
  gaps: Axis['gaps'];
  blocks: AddressBlock[];
}) {
  const { placed, gaps, blocks } = props;
  const { block, left, width } = placed;

  return (
    <li className={styles.row} data-field={block.field}>
      <span className={styles.label}>
        {block.label} <Code>{block.range}</Code>
      </span>
      {/* An SVG of its own coordinates scales with the width of the page. */}
      <svg
        className={styles.track}
        viewBox="0 0 1000 20"
        preserveAspectRatio="none"
        aria-hidden
      >
        <rect className={styles.ground} width="1000" height="20" />
        {gaps.map(gap => (
          <rect
            key={gap.left}
            className={styles.gap}
            x={gap.left * 1000}
            width={gap.width * 1000}
            height="20"
          />
        ))}
        <rect
          className={`${styles.bar} ${toneOf(block)}`}
          x={Math.min(left * 1000, 996)}
          width={Math.max(width * 1000, 4)}
          height="20"
        />
      </svg>
      <Verdict block={block} blocks={blocks} />
    </li>
  );
}

function toneOf({ overlaps, needed, usable }: AddressBlock): string {
  if (overlaps.length > 0) {
    return styles.wrong;
  }
  return needed > usable ? styles.short : '';
}

/** What is wrong with a block, in words; nothing when it fits. */
export function Verdict(props: {
  block: AddressBlock;
  blocks: AddressBlock[];
}) {
  const { block, blocks } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const names = block.overlaps.map(
    field => blocks.find(other => other.field === field)?.label ?? field,
  );

  return (
    <>
      {names.length > 0 && (
        <span className={`${styles.verdict} ${styles.wrongText}`}>
          <RiCloseCircleLine aria-hidden />
          {t('addresses.overlaps', { names: names.join(', ') })}
        </span>
      )}
      {block.needed > block.usable && (
        <span className={`${styles.verdict} ${styles.shortText}`}>
          <RiAlertLine aria-hidden />
          {t('addresses.tooSmall', {
            needed: String(block.needed),
            usable: String(block.usable),
          })}
        </span>
      )}
    </>
  );
}
