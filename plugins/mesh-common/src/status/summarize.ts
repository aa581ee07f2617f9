import type { Condition, ConditionType } from './pass';
import { count } from './sentences';
import type { EdgeStatus } from './shown';
import type { WorkloadContext } from './WorkloadContext';

export type SummaryWord = EdgeStatus['summary'];

export type Summary = { summary: SummaryWord; sentence: string };

/** From best to worst; a whole is as bad as its worst part. */
const order: readonly SummaryWord[] = [
  'in-force',
  'retiring',
  'waiting',
  'unknown',
  'attention',
  'broken',
];

/** The worst of some summaries; nothing is unknown, never good. */
export function worstOf(summaries: readonly Summary[]): Summary {
  const [first, ...rest] = summaries;
  return rest.reduce(
    (worst, next) =>
      order.indexOf(next.summary) > order.indexOf(worst.summary) ? next : worst,
    first ?? { summary: 'unknown', sentence: 'Nothing is known of it yet' },
  );
}

/** The first line of a workload's screen. */
export function summarizeWorkload(
  context: WorkloadContext,
  conditions: readonly Condition[],
): Summary {
  const { workload, outbound } = context;
  if (workload.retiring) {
    return { summary: 'retiring', sentence: workload.retiring.message };
  }
  const unmet = outbound.filter(({ summary }) => summary !== 'in-force');
  return worstOf([
    summarizeOwn(context, conditions),
    ...unmet.map(({ summary, sentence }) => ({ summary, sentence })),
  ]);
}

/** What must be so before a workload may be called in force, in order. */
const needed: ConditionType[] = [
  'Bound',
  'Compiled',
  'Applied',
  'Accepted',
  'Enforced',
  'Declared',
  'Resolvable',
  'Reachable',
];

const brokenReasons = [
  ...['Refused', 'Conflict', 'Rejected'],
  ...['Open', 'StillOpen'],
];

function summarizeOwn(
  context: WorkloadContext,
  conditions: readonly Condition[],
): Summary {
  const unmet = needed
    .flatMap(type => conditions.filter(condition => condition.type === type))
    .filter(({ status }) => status !== 'true');
  // Nothing matters more than who gets in that nobody let in.
  const first = unmet.find(({ reason }) => reason === 'StillOpen') ?? unmet[0];
  if (!first) {
    return { summary: 'in-force', sentence: describeInForce(context) };
  }
  const declared = conditions.find(({ type }) => type === 'Declared');
  // Where nothing is known to be wrong, the author's own file comes first.
  const told =
    declared?.status === 'unknown' && wordFor(first) === 'unknown'
      ? declared
      : first;
  return { summary: wordFor(told), sentence: told.message };
}

function wordFor({ status, reason }: Condition): SummaryWord {
  if (status === 'unknown') {
    return reason === 'Settling' ? 'waiting' : 'unknown';
  }
  return brokenReasons.includes(reason) ? 'broken' : 'attention';
}

function describeInForce(context: WorkloadContext): string {
  const { inbound, workload, mtls } = context;
  const callers = new Set(
    inbound
      .filter(({ summary }) => summary === 'in-force')
      .map(({ consumer }) => consumer.entityRef),
  ).size;
  const encrypted = describeEncryption(workload.inMesh, mtls.mode);
  return callers === 0
    ? `In force: nobody in the mesh may call this service, ${encrypted}`
    : `In force: ${count(
        callers,
        'caller',
      )} may reach this service, ${encrypted}`;
}

function describeEncryption(inMesh: boolean, mode: string): string {
  if (!inMesh) {
    return 'calls are not encrypted by the mesh';
  }
  return mode === 'STRICT'
    ? 'all calls are mutually authenticated'
    : 'plaintext is still taken';
}
