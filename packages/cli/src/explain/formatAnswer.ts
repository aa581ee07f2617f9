import {
  type CallRequest,
  describeWhat,
  type Verdict,
} from '@meshwright/plugin-mesh-common';
import { createPaint, printable } from '../output/style';
import { wrap } from '../formatHelp';
import type { Terminal } from '../terminal';
import type { ConsentAnswer } from './findConsent';

export type Answer = {
  from: string;
  to: string;
  request: CallRequest;
  verdict: Verdict;
  consent: ConsentAnswer[] | undefined;
};

const LOOKS = { allow: 'green', deny: 'red', unknown: 'yellow' } as const;
const WIDTH = 76;

/** The answer in a sentence, then the steps that lead to it. */
export function formatAnswer(
  answer: Answer,
  terminal: Pick<Terminal, 'colour'>,
): string {
  const paint = createPaint(terminal);
  const { verdict } = answer;
  const steps = verdict.because.flatMap((step, index) => {
    const [first = '', ...rest] = wrap(printable(step), WIDTH);
    const number = `${index + 1}.`.padStart(4);
    return [`${number} ${first}`, ...rest.map(line => `     ${line}`)];
  });
  return [
    paint(LOOKS[verdict.decision], printable(describe(answer))),
    '',
    ...steps,
    ...describeConsent(answer).map(printable),
    '',
  ].join('\n');
}

function describe({ from, to, request, verdict }: Answer): string {
  const what = `${from} ${
    verdict.decision === 'deny' ? 'cannot call' : 'can call'
  } ${to} with ${describeCall(request)}`;
  switch (verdict.decision) {
    case 'allow':
      return `Yes, ${what}${
        verdict.mtls === 'mutual-tls' ? ', mutually authenticated' : ''
      }`;
    case 'deny':
      return `No, ${what}${describeStatus(verdict)}`;
    default:
      return `Unknown whether ${what}`;
  }
}

function describeStatus({ httpStatus }: Verdict): string {
  return httpStatus === undefined ? '' : ` (the caller gets ${httpStatus})`;
}

function describeCall({ http, destination }: CallRequest): string {
  const port = destination.servicePort ?? destination.port;
  return http
    ? `${http.method} ${http.path} on port ${port}`
    : `TCP on port ${port}`;
}

function describeConsent({ from, to, consent }: Answer): string[] {
  if (consent === undefined) return [];
  if (consent.length === 0) {
    return ['', `${from} does not declare that it needs ${to}.`];
  }
  return [
    '',
    'Declared:',
    ...consent.map(
      ({ ports, operations, consent: { state, message } }) =>
        `  ${describeWhat(ports, operations)}: ${state}. ${message}`,
    ),
  ];
}
