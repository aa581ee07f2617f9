import type {
  Matrix,
  MatrixEdge,
  OpenPort,
} from '@meshwright/plugin-mesh-common/analyze';

/** Part of a matrix. */
export type MatrixView = Pick<Matrix, 'edges' | 'open'>;

/** Only the callers and the called that are asked for. */
export function describeMatrix(
  { edges, open }: Matrix,
  { from = '', to = '' }: { from?: string; to?: string },
): MatrixView {
  return {
    edges: edges.filter(
      edge => edge.from.includes(from) && edge.to.includes(to),
    ),
    open: open.filter(port => port.to.includes(to)),
  };
}

/** What an edge is limited to, in words. */
export function nameAccess({ access, operations }: MatrixEdge): string {
  switch (access) {
    case 'full':
      return 'everything';
    case 'unknown':
      return 'not known';
    default: {
      const { allowed = [], denied = [] } = operations ?? {};
      const but = denied.map(describe);
      return [
        allowed.length > 0 ? allowed.map(describe).join('; ') : 'everything',
        ...(but.length > 0 ? [`but not ${but.join('; ')}`] : []),
      ].join(' ');
    }
  }
}

type Operation = NonNullable<MatrixEdge['operations']>['allowed'][number];

function describe({ methods, paths, hosts, conditions }: Operation): string {
  return [
    methods?.join(', ') ?? 'any method',
    ...(paths ? [paths.join(', ')] : []),
    ...(hosts ? [`on ${hosts.join(', ')}`] : []),
    ...(conditions ? [`if ${conditions.join(' and ')}`] : []),
  ].join(' ');
}

const CALLERS = {
  proxy: 'with a proxy',
  'no-proxy': 'without a proxy',
  ambient: 'captured by ztunnel',
} as const;

/** Who reaches an open port, in words. */
export function nameCallers({ callers }: Pick<OpenPort, 'callers'>): string {
  return `any caller ${callers.map(kind => CALLERS[kind]).join(' or ')}`;
}
