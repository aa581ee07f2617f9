import { IANAZone } from 'luxon';
import type { CallWindow, Weekday } from '../types';
import { readAll } from './conditions';
import type { Field } from './Field';
import { readRecord } from './readRecord';

/** In the order of the week. */
export const WEEKDAYS: readonly Weekday[] = [
  'mon',
  'tue',
  'wed',
  'thu',
  'fri',
  'sat',
  'sun',
];
const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;
const ZONE = /^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/;

/** Undefined when any of it is bad: less of a window would be more. */
export function readWindow(field: Field): CallWindow | undefined {
  const read = readRecord<CallWindow>(field, {
    days: readDays,
    from: readTime,
    to: readTime,
    timezone: readZone,
  });
  if (!read) {
    return undefined;
  }
  const { days = [...WEEKDAYS], from, to, timezone } = read;
  for (const key of ['from', 'to', 'timezone'] as const) {
    if (!read[key]) {
      field.at(key).problem('MW1009', '; a window needs from, to and timezone');
    }
  }
  return from && to && timezone ? { days, from, to, timezone } : undefined;
}

function readDays(field: Field): Weekday[] | undefined {
  const days = readAll(field, item => item.oneOf(WEEKDAYS));
  return days && WEEKDAYS.filter(day => days.includes(day));
}

function readTime(field: Field): string | undefined {
  return typeof field.value === 'string' && TIME.test(field.value)
    ? field.value
    : field.problem('MW1025', "; write a time of day in quotes, as '08:30'");
}

function readZone(field: Field): string | undefined {
  const { value } = field;
  return typeof value === 'string' &&
    ZONE.test(value) &&
    IANAZone.isValidZone(value)
    ? value
    : field.problem(
        'MW1025',
        '; write the name of a time zone, as Europe/Amsterdam',
      );
}
