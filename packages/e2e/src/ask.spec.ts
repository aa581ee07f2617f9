import type { AskResponse } from '@meshwright/plugin-mesh-common';
import { expect, test } from '@playwright/test';
import { Person, readProduct } from './support';

const web = 'component:default/web';
const api = 'component:default/api';

test.describe('can X call Y?', () => {
  let person: Person;

  test.beforeAll(() => {
    person = new Person(readProduct(), 'developer');
  });

  const ask = (body: Record<string, unknown>) =>
    person.send<AskResponse>('POST', '/api/mesh/v1/ask', body);

  test('yes, and which policy decides', async () => {
    const { status, body } = await ask({
      ...{ from: web, to: api, method: 'GET', path: '/orders' },
    });
    expect(status).toBe(200);
    expect(body.verdict).toMatchObject({
      decision: 'allow',
      mtls: 'mutual-tls',
      decidedBy: { kind: 'AuthorizationPolicy', namespace: 'shop-api' },
    });
    expect(body.verdict.decidedBy?.name).toMatch(/^allow-to-api-/);
  });

  test('no, and what refuses', async () => {
    const { status, body } = await ask({
      ...{ from: web, to: 'resource:default/database' },
    });
    expect(status).toBe(200);
    expect(body.verdict.decision).toBe('deny');
    expect(body.verdict.decidedBy).toBeDefined();
    expect(body.sentence).toContain('No');
  });

  test('not with another method than the one that was granted', async () => {
    const question = {
      ...{ from: 'component:default/reviews', to: 'component:default/ratings' },
      path: '/ratings/7',
    };
    const get = await ask({ ...question, method: 'GET' });
    const remove = await ask({ ...question, method: 'DELETE' });
    expect(get.body.verdict.decision).toBe('allow');
    expect(remove.body.verdict.decision).toBe('deny');
  });

  test('nobody knows what is not in the mesh', async () => {
    const { status, body } = await ask({
      ...{ from: web, to: 'component:default/nobody' },
    });
    expect(status).toBe(404);
    expect(JSON.stringify(body)).toContain('component:default/nobody');
  });

  test('a question that is none gets 400, one without a token 401', async () => {
    const bad = await ask({ from: 'web', to: api, method: 'G E T' });
    expect(bad.status).toBe(400);
    const { status } = await fetch(
      `${person.product.backend}/api/mesh/v1/overview`,
    );
    expect(status).toBe(401);
  });
});
