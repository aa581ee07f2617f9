import { OWNERS } from '../Town';
import { createCrowd } from './createCrowd';
import { type Service, service, type Upgrade, type Wish } from './Upgrade';

const [, BLUE] = OWNERS;

/** A shop of one team calls the store of another one. */
const web = service({ name: 'web', namespace: 'a-shop', needs: ['api'] });
const job = service({ name: 'job', namespace: 'a-shop', needs: ['db'] });
const api = service({
  name: 'api',
  namespace: 'a-store',
  owner: BLUE,
  needs: ['db'],
  allows: ['web', 'job'],
});
const db = service({
  name: 'db',
  namespace: 'a-store',
  owner: BLUE,
  port: 5432,
  protocol: 'tcp',
  allows: ['job'],
});

const SHOP = [web, job, api, db];

/** The shop with some of its services as they are given. */
function shopWith(...changed: readonly Service[]): Wish {
  const names = changed.map(({ name }) => name);
  const others = SHOP.filter(({ name }) => !names.includes(name));
  return { services: [...others, ...changed] };
}

/** The same services in the other cluster. */
const inOther = (...services: readonly Service[]) =>
  services.map(one => ({
    ...one,
    namespace: one.namespace.replace('a-', 'b-'),
  }));

const CALLS = ['web → api:8080', 'job → db:5432', 'api → db:5432'];

const without = (...calls: readonly string[]) =>
  CALLS.filter(call => !calls.includes(call));

const OTHER_API = { account: 'api-2', label: 'api-2', service: 'api-2' };

/** Callers whom nothing keeps out while policies are only tried. */
const ANYBODY = ['stranger', 'outsider'];

const CROWD = createCrowd({ services: 40, needs: 25 });

export const RENAMING: Upgrade = {
  name: 'a service is renamed, with its account and its labels',
  before: shopWith(),
  after: shopWith({ ...api, ...OTHER_API }),
  allowed: {
    before: CALLS,
    meanwhile: [...CALLS, 'web → old api:8080', 'old api → db:5432'],
    after: CALLS,
  },
};

export const UPGRADES: readonly Upgrade[] = [
  {
    name: 'an edge is added',
    before: shopWith(),
    after: shopWith({ ...job, needs: ['db', 'api'] }),
    allowed: {
      before: CALLS,
      meanwhile: [...CALLS, 'job → api:8080'],
      after: [...CALLS, 'job → api:8080'],
    },
  },
  {
    name: 'an edge is removed',
    before: shopWith(),
    after: shopWith({ ...job, needs: [] }),
    allowed: {
      before: CALLS,
      meanwhile: without('job → db:5432'),
      after: without('job → db:5432'),
    },
  },
  {
    name: 'a port changes',
    before: shopWith(),
    after: shopWith({ ...api, port: 9090 }),
    allowed: {
      before: CALLS,
      meanwhile: [
        ...without('web → api:8080'),
        'web → api:9090',
        'old api → db:5432',
        'web → old api:8080',
      ],
      after: [...without('web → api:8080'), 'web → api:9090'],
    },
  },
  RENAMING,
  {
    name: 'a service moves to another namespace',
    before: shopWith(),
    after: shopWith({ ...api, namespace: 'a-depot' }),
    allowed: {
      before: CALLS,
      meanwhile: [...CALLS, 'old api → db:5432', 'web → old api:8080'],
      after: CALLS,
    },
  },
  {
    name: 'a service moves to another cluster',
    before: { services: [...SHOP, ...inOther(job, api, db)] },
    after: { services: [job, api, db, ...inOther(...SHOP)] },
    allowed: {
      before: [...CALLS, 'job@b → db@b:5432', 'api@b → db@b:5432'],
      meanwhile: [
        ...without('web → api:8080'),
        ...CALLS.map(call => call.replace(/(\w+) → (\w+)/, '$1@b → $2@b')),
      ],
      after: [
        ...without('web → api:8080'),
        ...CALLS.map(call => call.replace(/(\w+) → (\w+)/, '$1@b → $2@b')),
      ],
    },
  },
  {
    name: 'strict mutual TLS is switched on, with all that comes after it',
    before: {
      ...shopWith({ ...api, scraped: 9100 }),
      stages: { 'a-store': { stage: 'shadow', step: 'authorization' } },
    },
    after: {
      ...shopWith({ ...api, scraped: 9100 }),
      stages: { 'a-store': { stage: 'enforce', step: 'network' } },
    },
    allowed: {
      before: [
        ...CALLS,
        'db → api:8080',
        'db → api:9100',
        ...[...ANYBODY, 'scraper'].flatMap(who => [
          `${who} → api:8080`,
          `${who} → api:9100`,
          `${who} → db:5432`,
        ]),
      ],
      meanwhile: [...CALLS, 'scraper → api:9100'],
      after: [...CALLS, 'scraper → api:9100'],
    },
  },
  {
    name: 'consent is revoked',
    before: shopWith(),
    after: shopWith({ ...api, allows: ['job'] }),
    allowed: {
      before: CALLS,
      meanwhile: without('web → api:8080'),
      after: without('web → api:8080'),
    },
  },
  {
    name: 'a thousand edges come at once (a sample of the calls is judged)',
    before: { services: CROWD.map(one => ({ ...one, needs: [] })) },
    after: { services: CROWD },
    allowed: {
      before: [],
      ...{ meanwhile: callsOf(CROWD), after: callsOf(CROWD) },
    },
    sample: 120,
  },
  {
    name: 'two replicas crash in the middle, and another one finishes',
    before: shopWith(),
    after: shopWith(
      { ...api, ...OTHER_API },
      { ...job, needs: ['db', 'api'] },
      { ...db, allows: [] },
    ),
    allowed: {
      before: CALLS,
      meanwhile: [
        ...without('job → db:5432'),
        'job → api:8080',
        'web → old api:8080',
        'old api → db:5432',
      ],
      after: [...without('job → db:5432'), 'job → api:8080'],
    },
    crashes: [3, 3],
  },
];

function callsOf(services: readonly Service[]): string[] {
  return services.flatMap(({ name, needs }) =>
    needs.map(need => `${name} → ${need}:8080`),
  );
}
