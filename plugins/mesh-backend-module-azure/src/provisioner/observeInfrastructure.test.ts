import { clusterSpec } from '@meshwright/plugin-mesh-common/testUtils';
import {
  type Received,
  type Reply,
  startWire,
} from '../__testUtils__/startWire';
import { observeInfrastructure } from './observeInfrastructure';

const spec = clusterSpec();
const group = `/subscriptions/${spec.subscriptionId}/resourceGroups/${spec.resourceGroup}`;
const network = `${group}/providers/Microsoft.Network/virtualNetworks/vnet-${spec.name}`;
const notThere: Reply = {
  status: 404,
  body: { error: { code: 'ResourceNotFound', message: 'Not there.' } },
};
const refusal = (status: number, code: string): Reply => ({
  status,
  body: { error: { code, message: `${code}.` } },
});

describe('observeInfrastructure', () => {
  let wire: Awaited<ReturnType<typeof startWire>>;
  afterEach(() => wire.stop());

  async function observe(respond: (request: Received) => Reply | undefined) {
    wire = await startWire(request => respond(request) ?? notThere);
    const { subscriptionId } = spec;
    return observeInfrastructure(spec, {
      manager: wire.clients.resourceManager(subscriptionId, { retries: false }),
      readRetries: { firstMs: 1 },
    });
  }
  const asked = (path: string) =>
    wire.requests.filter(request => request.path === path).length;

  it.each([
    [429, 'TooManyRequests'],
    [409, 'AnotherOperationInProgress'],
    [412, 'PreconditionFailed'],
  ])('asks again after a %d, and not for ever', async (status, code) => {
    let left = 3;
    const found = { status: 200, body: { id: network } };
    const seen = await observe(({ path }) => {
      if (path !== network) {
        return undefined;
      }
      left -= 1;
      return left >= 0 ? refusal(status, code) : found;
    });
    expect(seen.resources[network.toLowerCase()]).toEqual({ id: network });
    expect(seen.unreadable).toEqual({});
    await wire.stop();

    const never = await observe(({ path }) =>
      path === network ? refusal(status, code) : undefined,
    );
    expect(Object.keys(never.unreadable)).toEqual([network.toLowerCase()]);
    expect(asked(network)).toBe(4);
  });

  it.each([
    [403, 'AuthorizationFailed'],
    [500, 'InternalServerError'],
  ])('does not take a %d for absent', async (status, code) => {
    const seen = await observe(({ path }) =>
      path === network ? refusal(status, code) : undefined,
    );

    expect(seen.resources).not.toHaveProperty([network.toLowerCase()]);
    expect(seen.unreadable[network.toLowerCase()]).toContain(code);
    expect(seen.resources[group.toLowerCase()]).toBeNull();
    expect(asked(network)).toBe(1);
  });

  it('reads all pages of a list, and none of another host', async () => {
    const path = `${group}/resources`;
    const next = (host: string) =>
      `https://${host}${path}?api-version=1&$skip=1`;
    const pagesFrom = (host: string) => {
      let page = 0;
      return observe(request => {
        if (request.path !== path) {
          return undefined;
        }
        page += 1;
        const value = [{ id: `${group}/${page}` }];
        const nextLink = page < 3 ? { nextLink: next(host) } : {};
        return { status: 200, body: { value, ...nextLink } };
      });
    };
    const seen = await pagesFrom('management.azure.com');
    expect(seen.lists.groupResources).toHaveLength(3);
    await wire.stop();

    const stray = await pagesFrom('example.com');
    expect(stray.lists).not.toHaveProperty('groupResources');
    expect(Object.keys(stray.unreadable)).toEqual(['groupResources']);
  });
});
