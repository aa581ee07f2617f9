import { plural } from '../output/findings';
import { nameOf } from '../output/nameOf';
import {
  code,
  comment,
  details,
  escapeText,
  limitedTable,
} from '../output/markdown';
import { problemParts } from '../output/problems';
import { createPaint, printable } from '../output/style';
import type { Problem } from '../read/types';
import type { Terminal } from '../terminal';
import type { DescribedChange, DescribedPlan } from './describePlan';

type Printed = DescribedPlan & {
  problems: Problem[];
  assumptions: string[];
};

const SIGNS = { create: '+', update: '~', delete: '-' } as const;
const LOOKS = { create: 'green', update: 'yellow', delete: 'red' } as const;

/** Waves with their changes, one line each. */
export function formatPlanText(
  described: Printed,
  terminal: Pick<Terminal, 'colour'>,
): string {
  const paint = createPaint(terminal);
  const { waves, conflicts, unfinished, unsafe } = described;
  const reasons = new Map(
    described.waiting.map(({ key, reason }) => [key, reason]),
  );
  const lines = waves.flatMap((wave, index) => [
    paint('bold', `Wave ${index + 1} of ${waves.length}`),
    ...wave.map(change => {
      const sign = paint(LOOKS[change.type], SIGNS[change.type]);
      return `  ${sign} ${printable(describe(change))}`;
    }),
    ...unsafe
      .filter(({ wave: number }) => number === index + 1)
      .map(
        ({ message }) => `  ${paint('red', 'unsafe:')} ${printable(message)}`,
      ),
    '',
  ]);
  const rest = [
    ...conflicts.map(
      ({ key, message }) => `Left alone: ${nameOf(key)}: ${message}`,
    ),
    ...unfinished.map(key => {
      const reason = reasons.get(key);
      return reason
        ? `Half-way: ${nameOf(key)} ${reason}`
        : `Half-way, the next plan finishes: ${nameOf(key)}`;
    }),
  ].map(printable);
  return `${[...lines, ...rest, summarize(described)].join('\n')}\n`;
}

function describe({ subject, fields, entities }: DescribedChange): string {
  const what = fields.length > 0 ? ` (${fields.join(', ')})` : '';
  const who = entities.length > 0 ? `  for ${shorten(entities)}` : '';
  return `${subject}${what}${who}`;
}

function shorten(entities: readonly string[]): string {
  const shown = entities.slice(0, 3).join(', ');
  const rest = entities.length - 3;
  return rest > 0 ? `${shown} and ${rest} more` : shown;
}

function summarize({ cluster, waves, safety }: DescribedPlan): string {
  if (waves.length === 0) return `${cluster} is as declared`;
  const all = waves.flat();
  const count = (type: DescribedChange['type']) =>
    all.filter(change => change.type === type).length;
  return `${cluster}: ${count('create')} to create, ${count(
    'update',
  )} to update, ${count('delete')} to delete in ${plural(
    waves.length,
    'wave',
  )}; ${safety.message}`;
}

/** A comment for a pull request. */
export function formatPlanMarkdown(described: Printed): string {
  const { waves, conflicts, unsafe } = described;
  const rows = (wave: readonly DescribedChange[]) =>
    limitedTable(
      ['', 'Object', 'Fields', 'For'],
      wave.map(({ type, subject, fields, entities }) => [
        type,
        code(subject),
        escapeText(fields.join(', ')),
        escapeText(shorten(entities)),
      ]),
    );
  return comment('plan', [
    `### Meshwright plan: ${escapeText(summarize(described))}`,
    ...unsafe.map(
      ({ wave, message }) => `❌ **Wave ${wave}**: ${escapeText(message)}`,
    ),
    ...waves.map((wave, index) =>
      details(
        `Wave ${index + 1} of ${waves.length}: ${plural(
          wave.length,
          'change',
        )}`,
        rows(wave),
      ),
    ),
    conflicts.length > 0
      ? limitedTable(
          ['Left alone', 'Why'],
          conflicts.map(({ key, message }) => [
            code(nameOf(key)),
            escapeText(message),
          ]),
        )
      : undefined,
    ...problemParts(described),
  ]);
}
