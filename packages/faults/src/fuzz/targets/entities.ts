import type { Entity } from '@backstage/catalog-model';
import { stringifyEntityRef } from '@backstage/catalog-model';
import type { JsonObject } from '@backstage/types';
import {
  buildModel,
  compileCluster,
  type MeshObject,
} from '@meshwright/plugin-mesh-common';
import {
  api,
  binding,
  component,
  input,
  resource,
  stage,
} from '@meshwright/plugin-mesh-common/testUtils';
import type { Random } from '../../azure/Random';
import { mutate } from '../mutate';
import { BrokenPromise, type Target } from '../Target';

const CLUSTER = 'shop-weu';
const OURS = ['web', 'stock', 'orders'];

const honest: Entity[] = [
  component({
    name: 'web',
    consumesApis: ['stock-api'],
    dependsOn: ['resource:default/orders'],
  }),
  component({
    name: 'stock',
    providesApis: ['stock-api'],
    mesh: { access: { allow: ['system:default/shop'] } },
  }),
  resource({ name: 'orders' }),
  api('stock-api'),
];

const location = 'url:https://git.example.com/mallory/x/catalog-info.yaml';

/** With everything that can be declared, so that it can be wrong. */
const template: Entity = component({
  name: 'mallory',
  owner: 'group:default/mallory',
  location,
  dependsOn: ['component:default/stock', 'resource:default/orders'],
  consumesApis: ['stock-api'],
  providesApis: ['mallory-api'],
  mesh: {
    serviceAccount: 'mallory',
    selector: { app: 'mallory' },
    dependencies: {
      'component:default/stock': {
        ports: ['http'],
        methods: ['GET'],
        paths: ['/items/{*}'],
        until: '2027-06-30',
        window: {
          days: ['mon'],
          from: '08:00',
          to: '18:00',
          timezone: 'Europe/Amsterdam',
        },
      },
    },
    access: { approval: 'none', allow: ['component:default/web'] },
    expose: [
      {
        host: 'shop.example.com',
        paths: ['/x'],
        gateway: 'public',
        jwt: { issuer: 'https://login.example.com', audiences: ['shop'] },
        rateLimit: { requests: 100, per: '1s' },
      },
    ],
    dns: ['mallory'],
    mtls: {
      exceptions: [{ port: 'http', mode: 'permissive', reason: 'x' }],
    },
    traffic: { timeout: '3s', retries: { attempts: 2, on: ['5xx'] } },
  } as JsonObject,
});

function compile(entities: Entity[]): MeshObject[] {
  const names = [...OURS, 'mallory'];
  const { model } = buildModel(
    input(entities, {
      bindings: [
        ...OURS.map(name => binding(name)),
        binding('mallory', 'group:default/mallory'),
      ],
      stages: names.map(name => stage(name)),
      defaults: { approval: 'owner', retiringHours: 24, unclaimed: 'ask' },
    }),
  );
  return compileCluster(model, CLUSTER).objects.map(({ object }) => object);
}

/** What decides about calls to and from honest services. */
function policiesOfOthers(objects: MeshObject[]): string {
  return JSON.stringify(
    objects.filter(({ metadata }) => OURS.includes(metadata.namespace ?? '')),
  );
}

function refOf(entity: Entity): string | undefined {
  try {
    return stringifyEntityRef(entity);
  } catch {
    return undefined;
  }
}

/** The catalog lets in what has a kind and a name, of which each is once. */
function canBeInCatalog(entity: Entity): boolean {
  const { kind, metadata } = entity ?? {};
  const ref =
    typeof kind === 'string' &&
    typeof metadata?.name === 'string' &&
    (metadata.namespace === undefined ||
      typeof metadata.namespace === 'string') &&
    refOf(entity);
  const isHonest = honest.some(other => refOf(other) === ref);
  const place = metadata?.annotations?.['backstage.io/managed-by-location'];
  return Boolean(ref) && !isHonest && place === location;
}

/** Entities of somebody else: they may ask, and change nobody's access. */
export function createEntitiesTarget(): Target {
  const expected = policiesOfOthers(compile(honest));
  return {
    name: 'entities',
    attempt(random: Random) {
      const entity = mutate(template, random, 6);
      if (!canBeInCatalog(entity)) {
        return;
      }
      const found = policiesOfOthers(compile([...honest, entity]));
      if (found !== expected) {
        throw new BrokenPromise(
          `an entity of somebody else changed the policies of others:\n${JSON.stringify(
            entity,
          ).slice(0, 4000)}`,
        );
      }
    },
  };
}
