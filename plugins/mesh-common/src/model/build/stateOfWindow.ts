import { DateTime } from 'luxon';
import type { CallWindow } from '../types';
import { WEEKDAYS } from '../read/readWindow';

/** In milliseconds; from the first on, up to the second. */
type Span = { start: number; end: number };

const MINUTES_A_DAY = 1440;

/** Whether a window is open, and when that changes; in milliseconds. */
export type WindowState = { isOpen: boolean; changesAt?: number };

/** Pure: the answer only depends on the window and the instant. */
export function stateOfWindow(window: CallWindow, now: number): WindowState {
  const spans = joinSpans(listSpans(window, now));
  const current = spans.find(({ start, end }) => start <= now && now < end);
  if (!current) {
    const next = spans.find(({ start }) => start > now);
    return { isOpen: false, ...(next && { changesAt: next.start }) };
  }
  // Spans that join for a week join for ever.
  const isForEver = spans.length === 1 && window.days.length === 7;
  return {
    isOpen: true,
    ...(!isForEver && { changesAt: current.end }),
  };
}

/** True when it is certain that a window only opens within another. */
export function isWithinWindow(narrow: CallWindow, wide: CallWindow): boolean {
  const [inner, outer] = [toMinutes(narrow), toMinutes(wide)];
  return (
    narrow.timezone === wide.timezone &&
    narrow.days.every(day => wide.days.includes(day)) &&
    inner.start >= outer.start &&
    inner.end <= outer.end
  );
}

/** All spans near an instant, in the order of time. */
function listSpans({ days, from, to, timezone }: CallWindow, now: number) {
  const today = DateTime.fromMillis(now, { zone: timezone }).startOf('day');
  const spans: Span[] = [];
  for (let offset = -2; offset <= 9; offset += 1) {
    const date = today.plus({ days: offset }).startOf('day');
    if (days.includes(WEEKDAYS[date.weekday - 1])) {
      const start = atTime(date, from);
      const end = atTime(to > from ? date : date.plus({ days: 1 }), to);
      if (end > start) {
        spans.push({ start, end });
      }
    }
  }
  return spans;
}

function joinSpans(spans: Span[]): Span[] {
  const joined: Span[] = [];
  for (const span of spans) {
    const last = joined[joined.length - 1];
    if (last && span.start <= last.end) {
      last.end = Math.max(last.end, span.end);
    } else {
      joined.push({ ...span });
    }
  }
  return joined;
}

function atTime(date: DateTime, time: string): number {
  const [hour, minute] = time.split(':').map(Number);
  return date.startOf('day').set({ hour, minute }).toMillis();
}

function toMinutes({ from, to }: CallWindow): Span {
  const minutes = (time: string) => {
    const [hour, minute] = time.split(':').map(Number);
    return hour * 60 + minute;
  };
  const start = minutes(from);
  const end = minutes(to);
  return { start, end: end > start ? end : end + MINUTES_A_DAY };
}
