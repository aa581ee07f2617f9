import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import authPlugin from '@backstage/plugin-auth-backend';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import request from 'supertest';
import { readSandboxPeople } from './config';
import authModuleSandbox from '.';

const dana = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'User',
  metadata: { name: 'dana', namespace: 'default' },
  spec: { memberOf: ['shop'] },
  relations: [{ type: 'memberOf', targetRef: 'group:default/shop' }],
};

async function startBackend(sandbox?: object) {
  const { server } = await startTestBackend({
    features: [
      authPlugin,
      authModuleSandbox,
      catalogServiceMock.factory({ entities: [dana] }),
      mockServices.rootConfig.factory({
        data: {
          app: { baseUrl: 'http://127.0.0.1:7007' },
          backend: { baseUrl: 'http://127.0.0.1:7007' },
          auth: { providers: { ...(sandbox && { sandbox }) } },
        },
      }),
    ],
  });
  return server;
}

const people = [
  { userRef: 'user:default/dana', name: 'Dana', description: 'Develops' },
];

describe('authModuleSandbox', () => {
  it('signs in a person of the sandbox with their teams', async () => {
    const server = await startBackend({ people });

    const { status, body } = await request(server)
      .get('/api/auth/sandbox/refresh')
      .set('x-sandbox-user', 'user:default/dana');

    expect(status).toBe(200);
    expect(body.backstageIdentity.identity).toMatchObject({
      userEntityRef: 'user:default/dana',
      ownershipEntityRefs: expect.arrayContaining(['group:default/shop']),
    });
  });

  it('refuses everybody else', async () => {
    const server = await startBackend({ people });

    const { status, body } = await request(server)
      .get('/api/auth/sandbox/refresh')
      .set('x-sandbox-user', 'user:default/mallory');

    expect(status).toBe(401);
    expect(body.error.message).toMatch(/no person 'user:default\/mallory'/);
  });

  it('refuses a page that reaches it under a name of its own', async () => {
    const server = await startBackend({ people });

    const { status, body } = await request(server)
      .get('/api/auth/sandbox/refresh')
      .set('host', 'rebound.example.com:7007')
      .set('x-sandbox-user', 'user:default/dana');

    expect(status).toBe(401);
    expect(body.error.message).toMatch(/not 'rebound.example.com'/);
  });

  it('does not exist without its configuration', async () => {
    const server = await startBackend();

    const { status } = await request(server)
      .get('/api/auth/sandbox/refresh')
      .set('x-sandbox-user', 'user:default/dana');

    expect(status).toBe(404);
  });

  it('refuses to start where others could reach it', () => {
    const config = mockServices.rootConfig({
      data: {
        backend: { baseUrl: 'https://backstage.example.com' },
        auth: { providers: { sandbox: { people } } },
      },
    });

    expect(() => readSandboxPeople(config)).toThrow(
      /works only on this machine.*backstage\.example\.com/,
    );
  });
});
