import type { Entity } from '@backstage/catalog-model';
import type { JsonObject } from '@backstage/types';
import {
  api,
  approval,
  component,
  contract,
  input,
  resource,
} from '../../testUtils';
import { buildApprovalScope } from '../buildApprovalScope';
import { buildModel } from '../buildModel';
import type { EntitySelector, Guardrail, MeshInput } from '../types';
import { fitsSelector } from './Guardrails';

const API = 'component:default/api';
const web = component({ name: 'web', dependsOn: [API] });
const backend = (mesh?: JsonObject, owner?: string) =>
  component({ name: 'api', mesh, ...(owner && { owner }) });
const deny: Guardrail = { id: 'g1', effect: 'deny', reason: 'not here' };
const ask: Guardrail = { id: 'g2', effect: 'approval', reason: 'look at it' };

const given = (
  guardrails: Guardrail[],
  overrides: Partial<MeshInput> = {},
  entities: Entity[] = [web, backend()],
) => input(entities, { guardrails, ...overrides });

const parts = (of: MeshInput) =>
  buildModel(of).model.edges.map(({ consent, ports, operations }) =>
    [
      consent.state,
      consent.reason,
      ports.map(({ name }) => name).join(),
      JSON.stringify(operations),
    ]
      .filter(Boolean)
      .join(' '),
  );

const approveNow = (of: MeshInput) => {
  const scope = buildApprovalScope(buildModel(of).model, {
    consumerRef: 'component:default/web',
    providerRef: API,
    environment: '*',
  });
  if (!scope) {
    throw new Error('nothing to approve');
  }
  return approval(scope);
};

describe('a selector', () => {
  const said = {
    ref: ['component:default/web'],
    lifecycle: ['Production'],
    tier: [undefined],
    system: ['system:default/shop'],
    domain: ['domain:default/retail'],
    owner: ['group:default/shop'],
    tags: ['pci', 'java'],
  };
  const cases: Array<[string, EntitySelector | undefined, boolean]> = [
    ['nothing said', undefined, true],
    ['an empty one', {}, true],
    ['a reference', { ref: ['component:default/web'] }, true],
    ['a pattern', { ref: ['component:default/*'] }, true],
    ['any value of a key', { lifecycle: ['test', 'production'] }, true],
    ['every key', { lifecycle: ['production'], tags: ['go'] }, false],
    ['any tag', { tags: ['go', 'pci'] }, true],
    ['the domain of the system', { domain: ['domain:*/retail'] }, true],
    ['what is not said', { tier: ['*'] }, false],
    ['not what is not said', { not: { tier: ['edge'] } }, true],
    ['not what is', { not: { lifecycle: ['production'] } }, false],
    [
      'not all of several',
      { not: { lifecycle: ['production'], tags: ['go'] } },
      true,
    ],
    ['no value at all', { ref: [] }, false],
    ['not not', { not: { not: { tags: ['pci'] } } }, true],
  ];

  it.each(cases)('knows %s', (_, selector, expected) => {
    expect(fitsSelector(selector, said)).toBe(expected);
  });
});

describe('a guardrail that denies', () => {
  it('beats every rule and every approval', () => {
    const of = input([web, backend({ access: { approval: 'none' } })]);
    const approvals = [approveNow(of)];
    const { model, diagnostics } = buildModel({
      ...of,
      approvals,
      guardrails: [deny],
    });
    expect(model.edges[0].consent).toMatchObject({
      state: 'denied',
      reason: 'Guardrail',
      guardrailId: 'g1',
      message: 'A rule of the platform denies this: not here',
    });
    expect(model.guardrails).toEqual([deny]);
    expect(diagnostics).toMatchObject([
      { code: 'MW1129', entityRef: 'component:default/web' },
    ]);
  });

  it('beats what was granted before, at once', () => {
    const lastGood = buildModel(given([])).readable.map(declaration => ({
      entityRef: declaration.entityRef,
      declaration,
      seenAt: '2026-11-22T00:00:00.000Z',
    }));
    const broken = { ...web, spec: { ...web.spec, mesh: 'oops' } };
    expect(parts(given([], { lastGood }, [broken, backend()]))).toEqual([
      'granted SameOwner http',
    ]);
    expect(parts(given([deny], { lastGood }, [broken, backend()]))).toEqual([
      'denied Guardrail http',
    ]);
  });

  it.each([
    ['its environment', { environment: 'production' }, 'denied'],
    ['any environment', { environment: '*' }, 'denied'],
    ['another environment', { environment: 'test' }, 'granted'],
    ['the consumer', { from: { ref: ['component:default/web'] } }, 'denied'],
    ['not the consumer', { from: { ref: ['component:default/x'] } }, 'granted'],
    ['the provider', { to: { owner: ['group:default/shop'] } }, 'denied'],
    ['another protocol', { protocols: ['tcp' as const] }, 'granted'],
  ])('is about %s', (_, rule, state) => {
    expect(parts(given([{ ...deny, ...rule }]))[0]).toMatch(state);
  });

  it('takes the domain from the system', () => {
    const system: Entity = {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'System',
      metadata: { name: 'shop' },
      spec: { owner: 'x', domain: 'retail' },
    };
    const caller = { ...web, spec: { ...web.spec, system: 'shop' } };
    const rule = { ...deny, from: { domain: ['domain:default/retail'] } };
    expect(parts(given([rule], {}, [caller, backend(), system]))).toEqual([
      'denied Guardrail http',
    ]);
    expect(parts(given([rule], {}, [caller, backend()]))).toEqual([
      'granted SameOwner http',
    ]);
  });

  it('takes away only the ports that it is about', () => {
    const ports = [
      { name: 'http', port: 80, protocol: 'http' },
      { name: 'db', port: 5432, protocol: 'tcp' },
    ];
    const rule: Guardrail = { ...deny, protocols: ['tcp'] };
    expect(parts(given([rule], {}, [web, backend({ ports })]))).toEqual([
      'granted SameOwner http',
      'denied Guardrail db',
    ]);
  });

  it('takes away only what is broad, and leaves what a rule narrows', () => {
    const narrowed = component({
      name: 'web',
      dependsOn: [API],
      mesh: { dependencies: { [API]: { methods: ['GET'] } } },
    });
    const methods: Guardrail = { ...deny, breadth: 'every-method' };
    const paths: Guardrail = { ...deny, breadth: 'every-path' };
    expect(parts(given([methods], {}, [narrowed, backend()]))).toEqual([
      'granted SameOwner http [{"methods":["GET"]}]',
    ]);
    expect(parts(given([paths], {}, [narrowed, backend()]))).toEqual([
      'denied Guardrail http [{"methods":["GET"]}]',
    ]);
    const some = backend(
      {
        access: {
          allow: [{ from: 'component:default/web', paths: ['/a'] }],
        },
      },
      'group:default/retail',
    );
    expect(parts(given([paths], {}, [web, some]))).toEqual([
      'granted AccessRule http [{"paths":["/a"]}]',
      'denied Guardrail http',
    ]);
  });

  it('does not care for breadth on ports without methods', () => {
    const db = resource({ name: 'db' });
    const caller = component({
      name: 'web',
      dependsOn: ['resource:default/db'],
    });
    const rule: Guardrail = { ...deny, breadth: 'every-method' };
    expect(parts(given([rule], {}, [caller, db]))).toEqual([
      'granted SameOwner tcp',
    ]);
  });
});

describe('a guardrail that asks for an approval', () => {
  it.each([
    ['same owner', backend()],
    [
      'open access',
      backend({ access: { approval: 'none' } }, 'group:default/x'),
    ],
    [
      'an access rule',
      backend(
        { access: { allow: ['component:default/web'] } },
        'group:default/x',
      ),
    ],
  ])('stands above %s', (_, provider) => {
    const of = given([ask], {}, [web, provider]);
    expect(parts(of)).toEqual(['pending WaitsForOwner http']);
    expect(buildModel(of).model.edges[0].consent).toMatchObject({
      guardrailId: 'g2',
      message: expect.stringContaining('look at it'),
    });
    expect(parts({ ...of, approvals: [approveNow(of)] })).toEqual([
      'granted Approved http',
    ]);
  });

  it('asks only for the part that it is about', () => {
    const orders = 'api:default/orders';
    const entities = [
      component({ name: 'web', consumesApis: ['orders'] }),
      component({ name: 'api', providesApis: ['orders'] }),
      api('orders'),
    ];
    const contracts = {
      [orders]: contract(['get GET /a', 'all GET /*']),
    };
    const rule: Guardrail = { ...ask, breadth: 'every-path' };
    expect(parts(given([rule], { contracts }, entities))).toEqual([
      'pending WaitsForOwner http [{"methods":["GET"],"paths":["/*"]}]',
    ]);
    const narrow = { [orders]: contract(['get GET /a']) };
    expect(parts(given([rule], { contracts: narrow }, entities))).toEqual([
      'granted SameOwner http [{"methods":["GET"],"paths":["/a"]}]',
    ]);
  });
});

describe('what is broad', () => {
  const codes = (entities: Entity[]) =>
    buildModel(input(entities)).diagnostics.map(
      ({ code, entityRef, pointer }) => `${code} ${entityRef} ${pointer}`,
    );

  it('is a dependency on another owner without limits', () => {
    const other = backend(undefined, 'group:default/retail');
    expect(codes([web, other])).toEqual([
      'MW1130 component:default/web /spec/dependsOn/component:default~1api',
    ]);
    expect(codes([web, backend()])).toEqual([]);
  });

  it('is an access rule for a whole system', () => {
    const allow = [
      'system:default/a',
      { from: 'system:default/b', methods: ['GET'] },
    ];
    expect(codes([backend({ access: { allow } })])).toEqual([
      'MW1131 component:default/api /spec/mesh/access/allow/0',
    ]);
  });

  it('is a circle of access rules', () => {
    const allowing = (name: string, from: string[]) =>
      component({
        name,
        mesh: {
          access: { allow: from.map(other => `component:default/${other}`) },
        },
      });
    expect(
      codes([
        allowing('a', ['b', 'x']),
        allowing('b', ['c']),
        allowing('c', ['a']),
        allowing('x', ['x']),
      ]),
    ).toEqual([
      'MW1132 component:default/a /spec/mesh/access/allow',
      'MW1132 component:default/b /spec/mesh/access/allow',
      'MW1132 component:default/c /spec/mesh/access/allow',
    ]);
  });
});
