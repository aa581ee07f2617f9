import type { CallWindow, Weekday } from '../types';
import { isWithinWindow, stateOfWindow } from './stateOfWindow';

const DAYS: Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const office: CallWindow = {
  days: ['mon', 'tue', 'wed', 'thu', 'fri'],
  from: '08:00',
  to: '18:00',
  timezone: 'Europe/Amsterdam',
};

const state = (window: Partial<CallWindow>, instant: string) => {
  const { isOpen, changesAt } = stateOfWindow(
    { ...office, ...window },
    Date.parse(instant),
  );
  return [isOpen, changesAt && new Date(changesAt).toISOString()];
};

describe('stateOfWindow', () => {
  it.each([
    // 2026-11-23 is a Monday; Amsterdam is an hour ahead.
    [
      'before it opens',
      '2026-11-23T06:59:59Z',
      false,
      '2026-11-23T07:00:00.000Z',
    ],
    ['as it opens', '2026-11-23T07:00:00Z', true, '2026-11-23T17:00:00.000Z'],
    ['as it closes', '2026-11-23T17:00:00Z', false, '2026-11-24T07:00:00.000Z'],
    [
      'over the weekend',
      '2026-11-20T17:00:00Z',
      false,
      '2026-11-23T07:00:00.000Z',
    ],
    ['in summer', '2026-07-06T06:00:00Z', true, '2026-07-06T16:00:00.000Z'],
  ])('knows %s', (_, ...[instant, isOpen, next]) => {
    expect(state({}, instant)).toEqual([isOpen, next]);
  });

  it.each([
    ['the evening', '2026-11-23T21:30:00Z', true, '2026-11-24T05:00:00.000Z'],
    [
      'the morning after',
      '2026-11-24T04:59:00Z',
      true,
      '2026-11-24T05:00:00.000Z',
    ],
    // It starts on Friday and ends on Saturday.
    [
      'Saturday morning',
      '2026-11-28T04:00:00Z',
      true,
      '2026-11-28T05:00:00.000Z',
    ],
    [
      'Saturday evening',
      '2026-11-28T22:00:00Z',
      false,
      '2026-11-30T21:00:00.000Z',
    ],
  ])('reaches over midnight: %s', (_, ...[instant, isOpen, next]) => {
    expect(state({ from: '22:00', to: '06:00' }, instant)).toEqual([
      isOpen,
      next,
    ]);
  });

  it('is an hour shorter where the clocks are put forward in it', () => {
    // 2026-03-29, 02:00 becomes 03:00.
    const night = { days: DAYS, from: '01:00', to: '04:00' };
    expect(state(night, '2026-03-29T00:00:00Z')).toEqual([
      true,
      '2026-03-29T02:00:00.000Z',
    ]);
    // A time that does not exist comes an hour later.
    const gap = { days: DAYS, from: '02:30', to: '04:00' };
    expect(state(gap, '2026-03-29T00:59:00Z')).toEqual([
      false,
      '2026-03-29T01:30:00.000Z',
    ]);
  });

  it('takes the first of a time that comes twice', () => {
    // 2026-10-25, 03:00 becomes 02:00.
    const window = { days: DAYS, from: '02:30', to: '04:00' };
    expect(state(window, '2026-10-25T00:00:00Z')).toEqual([
      false,
      '2026-10-25T00:30:00.000Z',
    ]);
    expect(state(window, '2026-10-25T01:45:00Z')).toEqual([
      true,
      '2026-10-25T03:00:00.000Z',
    ]);
  });

  it('never changes where it is always open', () => {
    const always = { days: DAYS, from: '00:00', to: '00:00' };
    expect(state(always, '2026-11-23T12:00:00Z')).toEqual([true, undefined]);
  });

  it('joins days that touch', () => {
    const two: Partial<CallWindow> = {
      days: ['mon', 'tue'],
      from: '06:00',
      to: '06:00',
    };
    expect(state(two, '2026-11-23T12:00:00Z')).toEqual([
      true,
      '2026-11-25T05:00:00.000Z',
    ]);
  });
});

describe('isWithinWindow', () => {
  const night = { from: '22:00', to: '06:00' };
  const cases: Array<
    [string, Partial<CallWindow>, Partial<CallWindow>, boolean]
  > = [
    ['itself', {}, {}, true],
    ['fewer hours', { from: '09:00' }, {}, true],
    ['fewer days', { days: ['mon'] }, {}, true],
    ['more hours', { to: '18:01' }, {}, false],
    ['more days', { days: DAYS }, {}, false],
    ['another time zone', { timezone: 'Europe/Rome' }, {}, false],
    ['part of a night', { from: '23:00', to: '05:00' }, night, true],
    ['a later night', { from: '23:00', to: '07:00' }, night, false],
    ['a day in a night', {}, night, false],
  ];

  it.each(cases)('takes %s', (_, ...[narrow, wide, expected]) => {
    expect(
      isWithinWindow({ ...office, ...narrow }, { ...office, ...wide }),
    ).toBe(expected);
  });
});
