import type { Evidence } from '../../run';
import { failed, passed, unknown } from '../evidence';
import type { ProbeOutcome, VerifyScene } from '../types';

/** Istio's own words for what a policy refused. */
const DENIED = 'RBAC: access denied';

/** A call that must pass: also the control of every refusal. */
const CONTROL = {
  what: 'Allowed call',
  expected: 'it passes: HTTP 200',
};

/** Scenes in which a call must be refused. */
export type RefusalScene = Extract<
  VerifyScene,
  'authorization' | 'plaintext' | 'network'
>;

/**
 * Whether a call that a policy allows passes.
 *
 * @public
 */
export function evaluateAllowedCall(control: ProbeOutcome): Evidence[] {
  const seen = describe(control);
  if (seen === undefined) {
    return [unknown({ ...CONTROL, why: whyNot(control) })];
  }
  const row = { ...CONTROL, seen };
  return [seenOf(control) === '200' ? passed(row) : failed(row)];
}

type Verdict = 'right' | 'wrong' | 'unclear';

const REFUSALS: Record<
  RefusalScene,
  { what: string; expected: string; judge(seen: string, body: string): Verdict }
> = {
  authorization: {
    what: 'Call by an identity that no policy allows',
    expected: `the authorization refuses it: HTTP 403, '${DENIED}'`,
    judge: (seen, body) => {
      if (seen === '403') {
        return body.includes(DENIED) ? 'right' : 'unclear';
      }
      return /^[123]/.test(seen) ? 'wrong' : 'unclear';
    },
  },
  plaintext: {
    what: 'Call without a proxy, in plain text',
    expected: 'the proxy of the server closes the connection',
    judge: seen => {
      if (seen === 'reset') {
        return 'right';
      }
      // Any answer means that plain text was understood.
      return /^[1-5]/.test(seen) ? 'wrong' : 'unclear';
    },
  },
  network: {
    what: 'Call by a pod that no NetworkPolicy allows',
    expected: 'the network drops it: no answer at all',
    judge: seen => {
      if (seen === 'timeout' || seen === 'refused') {
        return 'right';
      }
      // The server's proxy was reached, whatever it said.
      return seen === 'reset' || /^[1-5]/.test(seen) ? 'wrong' : 'unclear';
    },
  },
};

/**
 * Whether a call is refused, and for the right reason. Says nothing without a
 * call that is allowed, made by the same image at the same time, and passes:
 * what is down refuses everybody.
 *
 * @public
 */
export function evaluateRefusal(
  scene: RefusalScene,
  { control, probe }: { control: ProbeOutcome; probe: ProbeOutcome },
): Evidence[] {
  const { what, expected, judge } = REFUSALS[scene];
  const [positive] = evaluateAllowedCall(control);
  const row = { what, expected };
  const seen = describe(probe);
  if (seen === undefined) {
    return [positive, unknown({ ...row, why: whyNot(probe) })];
  }
  const verdict = judge(seenOf(probe) ?? '', bodyOf(probe));
  if (verdict === 'wrong') {
    return [positive, failed({ ...row, seen })];
  }
  if (!positive.ok) {
    const why = `${seen}, but the allowed call does not pass either`;
    return [positive, unknown({ ...row, why })];
  }
  return [
    positive,
    verdict === 'right'
      ? passed({ ...row, seen })
      : unknown({ ...row, why: `${seen}, which has another reason` }),
  ];
}

function seenOf({ report }: ProbeOutcome): string | undefined {
  return report?.kind === 'call' ? report.seen : undefined;
}

function bodyOf({ report }: ProbeOutcome): string {
  return report?.kind === 'call' ? report.body : '';
}

/** What was seen, in words; undefined when nothing was. */
export function describe(outcome: ProbeOutcome): string | undefined {
  const seen = seenOf(outcome);
  switch (seen) {
    case undefined:
    case '':
      return undefined;
    case 'reset':
      return 'the connection was closed';
    case 'timeout':
      return 'nothing answered in time';
    case 'refused':
      return 'the connection was refused';
    case 'name':
      return 'its name has no address';
    default:
      return describeAnswer(seen, bodyOf(outcome));
  }
}

function describeAnswer(seen: string, body: string): string {
  if (!/^\d{3}$/.test(seen)) {
    return `the call failed (${seen})`;
  }
  return body && seen !== '200' ? `HTTP ${seen}, '${body}'` : `HTTP ${seen}`;
}

export function whyNot({ problem }: ProbeOutcome): string {
  return problem ?? 'the probe did not report';
}
