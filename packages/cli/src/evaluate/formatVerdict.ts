import type { CallRequest, Verdict } from '@meshwright/plugin-mesh-common';
import { createPaint, printable } from '../output/style';
import type { Terminal } from '../terminal';

const LOOKS = { allow: 'green', deny: 'red', unknown: 'yellow' } as const;

/** One line per request, and one per reason below it. */
export function formatVerdict(
  {
    index,
    id,
    request,
    verdict,
  }: { index: number; id?: string; request: CallRequest; verdict: Verdict },
  terminal: Pick<Terminal, 'colour'>,
): string {
  const paint = createPaint(terminal);
  const { decision, decidedBy, layer, mtls, because } = verdict;
  const by = decidedBy
    ? `${decidedBy.kind} ${decidedBy.namespace}/${decidedBy.name}`
    : layer;
  const words = [
    id ?? String(index + 1),
    paint(LOOKS[decision], decision),
    describe(request),
    `(${mtls}; ${by === 'none' ? 'nothing refused' : by})`,
  ];
  return [
    printableExceptColours(words),
    ...because.map(step => `    ${printable(step)}`),
    '',
  ].join('\n');
}

function printableExceptColours([id = '', decision = '', ...rest]: string[]) {
  return [printable(id), decision, ...rest.map(printable)].join('  ');
}

function describe({ source, destination, http }: CallRequest): string {
  const from = `${source.namespace}/${source.serviceAccount ?? '?'}`;
  const to = `${destination.service ?? destination.namespace}:${
    destination.port
  }`;
  const what = http ? ` ${http.method ?? '?'} ${http.path ?? '?'}` : '';
  return `${from} → ${to}${what}`;
}
