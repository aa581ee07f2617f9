import type { AddressBlock } from '@meshwright/plugin-mesh-common';

/** Where a block is drawn, in parts of the width. */
export type PlacedBlock = { block: AddressBlock; left: number; width: number };

/** Blocks on one axis. */
export type AddressAxis = {
  /** Fields of the blocks whose addresses the axis shows. */
  id: 'all' | 'network';
  /** What lies between ranges and is not to scale, in parts of the width. */
  gaps: Array<{ left: number; width: number }>;
  rows: PlacedBlock[];
};

type Span = { start: number; end: number };

/** Width of what is left out between two ranges. */
const GAP = 0.03;

/**
 * Draws to scale: all ranges beside each other, with the empty space between
 * them cut short, and the subnets in their network. Blocks whose range
 * cannot be read are in no axis.
 */
export function layoutAddresses(blocks: AddressBlock[]): AddressAxis[] {
  const spans = new Map(
    blocks.flatMap(block => {
      const span = readSpan(block.range);
      return span ? [[block, span] as const] : [];
    }),
  );
  const inside = [...spans.keys()].filter(isSubnet);
  const outside = [...spans.keys()].filter(block => !isSubnet(block));
  const network = outside.find(({ field }) =>
    /^(network\.)?range$/.test(field),
  );
  const place = (id: AddressAxis['id'], shown: AddressBlock[]) =>
    placeOn(
      id,
      shown.map(block => [block, spans.get(block) as Span]),
    );
  return [
    ...(outside.length > 0 ? [place('all', outside)] : []),
    ...(inside.length > 0
      ? [place('network', network ? [network, ...inside] : inside)]
      : []),
  ];
}

function placeOn(
  id: AddressAxis['id'],
  shown: Array<[AddressBlock, Span]>,
): AddressAxis {
  const parts = mergeSpans(shown.map(([, span]) => span));
  const total = parts.reduce((sum, { start, end }) => sum + end - start, 0);
  const scale = (1 - GAP * (parts.length - 1)) / total;
  let left = 0;
  const placed = parts.map(part => {
    const at = { ...part, left };
    left += (part.end - part.start) * scale + GAP;
    return at;
  });
  return {
    id,
    gaps: placed.slice(1).map(part => ({ left: part.left - GAP, width: GAP })),
    rows: shown.map(([block, span]) => {
      const part = placed.find(({ end }) => span.start < end) ?? placed[0];
      return {
        block,
        left: part.left + (span.start - part.start) * scale,
        width: (span.end - span.start) * scale,
      };
    }),
  };
}

/** Ranges that touch become one. */
function mergeSpans(spans: Span[]): Span[] {
  const merged: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    const last = merged[merged.length - 1];
    if (last && span.start <= last.end) {
      last.end = Math.max(last.end, span.end);
    } else {
      merged.push({ ...span });
    }
  }
  return merged;
}

const SUBNETS = new Set([
  'nodes',
  'ingress',
  'applicationGateway',
  'privateEndpoints',
]);

function isSubnet({ field }: AddressBlock): boolean {
  return SUBNETS.has(field.replace(/^(network\.)?(subnets\.)?/, ''));
}

/** Undefined for what is no IPv4 range. */
function readSpan(range: string): Span | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(
    range,
  );
  if (!match) {
    return undefined;
  }
  const [a, b, c, d, prefix] = match.slice(1).map(Number);
  if ([a, b, c, d].some(part => part > 255) || prefix > 32) {
    return undefined;
  }
  const size = 2 ** (32 - prefix);
  const address = ((a * 256 + b) * 256 + c) * 256 + d;
  const start = address - (address % size);
  return { start, end: start + size };
}
