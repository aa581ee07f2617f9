import type { JsonObject } from '@backstage/types';
import { approval, component, input } from '../../testUtils';
import { buildApprovalScope } from '../buildApprovalScope';
import { buildModel } from '../buildModel';
import type { LastGood, MeshInput } from '../types';

const API = 'component:default/api';
const retail = 'group:default/retail';
const office = {
  days: ['mon', 'tue', 'wed', 'thu', 'fri'],
  from: '08:00',
  to: '18:00',
  timezone: 'Europe/Amsterdam',
};
/** A Monday, at one o'clock in Amsterdam. */
const OPEN = '2026-11-23T12:00:00.000Z';
const CLOSED = '2026-11-23T20:00:00.000Z';

const given = (
  refinement: JsonObject,
  overrides: Partial<MeshInput> & { owner?: string } = {},
) => {
  const { owner, ...rest } = overrides;
  return input(
    [
      component({
        name: 'web',
        dependsOn: [API],
        mesh: { dependencies: { [API]: refinement } },
      }),
      component({ name: 'api', ...(owner && { owner }) }),
    ],
    rest,
  );
};

const consentOf = (of: MeshInput) => buildModel(of).model.edges[0].consent;

const approve = (of: MeshInput) => {
  const scope = buildApprovalScope(buildModel(of).model, {
    consumerRef: 'component:default/web',
    providerRef: API,
    environment: 'production',
  });
  if (!scope) {
    throw new Error('nothing to approve');
  }
  return approval(scope);
};

describe('a need with a window', () => {
  it('is granted inside and expired outside, and says when it opens', () => {
    const open = buildModel(given({ window: office }));
    expect(open.model.edges[0]).toMatchObject({
      window: office,
      consent: { state: 'granted', reason: 'SameOwner' },
    });
    expect(open.model.nextInstant).toBe('2026-11-23T17:00:00.000Z');
    const closed = buildModel(given({ window: office }, { instant: CLOSED }));
    expect(closed.model.edges[0].consent).toEqual({
      state: 'expired',
      reason: 'OutsideWindow',
      message:
        'Outside the window mon, tue, wed, thu, fri 08:00–18:00 Europe/Amsterdam. It opens at 2026-11-24T07:00:00.000Z',
    });
    expect(closed.model.nextInstant).toBe('2026-11-24T07:00:00.000Z');
  });

  it('waits for an approval all the same', () => {
    const of = given({ window: office }, { owner: retail, instant: CLOSED });
    expect(consentOf(of).reason).toBe('WaitsForOwner');
  });

  it('opens again although it cannot be read by then', () => {
    const closed = given({ window: office }, { instant: CLOSED });
    const lastGood: LastGood[] = buildModel(closed).readable.map(
      declaration => ({
        entityRef: declaration.entityRef,
        declaration,
        seenAt: CLOSED,
      }),
    );
    const broken = given({ window: 7 }, { lastGood });
    expect(buildModel(broken).model.edges[0]).toMatchObject({
      provenance: 'last-good',
      consent: { state: 'granted' },
    });
    expect(consentOf({ ...broken, instant: CLOSED }).reason).toBe(
      'OutsideWindow',
    );
  });
});

describe('an approval for a window', () => {
  const asked = given({ window: office }, { owner: retail });
  const approvals = [approve(asked)];

  it('records the window', () => {
    expect(approvals[0].scope).toMatchObject({
      ports: ['http'],
      window: office,
    });
  });

  it.each([
    ['the same window', { window: office }, 'Approved'],
    ['a shorter one', { window: { ...office, to: '13:30' } }, 'Approved'],
    [
      'a longer one',
      { window: { ...office, to: '23:00' } },
      'WiderThanApproved',
    ],
    ['any time', {}, 'WiderThanApproved'],
  ])('covers %s or not', (_, refinement, reason) => {
    const now = given(refinement, { owner: retail, approvals });
    expect(consentOf(now).reason).toBe(reason);
  });

  it('is not needed where one without a window is there', () => {
    const always = [approve(given({}, { owner: retail }))];
    const now = given({ window: office }, { owner: retail, approvals: always });
    expect(consentOf(now).reason).toBe('Approved');
  });
});

describe('nextInstant', () => {
  const next = (of: MeshInput) => buildModel(of).model.nextInstant;

  it('is absent where nothing ends', () => {
    expect(next(given({}))).toBeUndefined();
  });

  it.each([
    ['a need', given({ until: '2026-12-01' })],
    [
      'an approval',
      given(
        {},
        {
          owner: retail,
          approvals: [
            {
              ...approve(given({}, { owner: retail })),
              scope: {
                ...approve(given({}, { owner: retail })).scope,
                until: '2026-12-01',
              },
            },
          ],
        },
      ),
    ],
    [
      'an access entry',
      input([
        component({ name: 'web', dependsOn: [API] }),
        component({
          name: 'api',
          owner: retail,
          mesh: {
            access: {
              allow: [{ from: 'component:default/web', until: '2026-12-01' }],
            },
          },
        }),
      ]),
    ],
    [
      'an exception',
      input([
        component({
          name: 'web',
          mesh: {
            mtls: {
              exceptions: [
                {
                  port: 'http',
                  mode: 'permissive',
                  reason: 'r',
                  until: '2026-12-01',
                },
              ],
            },
          },
        }),
      ]),
    ],
  ])('is the end of %s', (_, of) => {
    expect(next(of)).toBe('2026-12-01T00:00:00.000Z');
    expect(
      next({ ...of, instant: '2026-12-01T00:00:00.000Z' }),
    ).toBeUndefined();
  });

  it('is the end of what is retiring', () => {
    const lastGood = buildModel(given({})).readable.map(declaration => ({
      entityRef: declaration.entityRef,
      declaration,
      seenAt: OPEN,
      missingSince: OPEN,
    }));
    expect(next(input([], { lastGood }))).toBe('2026-11-24T12:00:00.000Z');
  });

  it('is when an mTLS exception ends, which then is none', () => {
    const mesh = {
      mtls: {
        exceptions: [
          { port: 'http', mode: 'disable', reason: 'r', until: '2026-11-01' },
        ],
      },
    };
    const { model } = buildModel(input([component({ name: 'web', mesh })]));
    expect(model.workloads[0].mtlsExceptions).toBeUndefined();
  });
});
