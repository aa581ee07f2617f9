import { mockCredentials } from '@backstage/backend-test-utils';
import { ConflictError, NotAllowedError } from '@backstage/errors';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import { parse } from 'yaml';
import { createRegisterServiceAction } from './createRegisterServiceAction';
import { examples } from './createRegisterServiceAction.examples';

const orders = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'orders', namespace: 'default' },
};
const credentials = mockCredentials.user('user:default/dana');
const [{ input }] = parse(examples[0].example).steps;

function setup(options: { signal?: AbortSignal; isDryRun?: boolean } = {}) {
  const registerService = jest.fn().mockResolvedValue(undefined);
  const catalog = catalogServiceMock.mock();
  catalog.addLocation.mockResolvedValue({} as never);
  catalog.getEntityByRef.mockResolvedValue(orders);
  const action = createRegisterServiceAction({
    catalog,
    mesh: { registerService },
  });
  const output = jest.fn();
  const done = new Map<string, unknown>();
  const run = (changes: object = {}) =>
    action.handler({
      ...createMockActionContext({
        input: { ...input, ...changes },
      }),
      output,
      ...options,
      getInitiatorCredentials: async () => credentials,
      checkpoint: async ({ key, fn }: { key: string; fn(): unknown }) => {
        if (!done.has(key)) {
          done.set(key, await fn());
        }
        return done.get(key);
      },
    } as never);
  return { action, catalog, output, registerService, run };
}

describe('mesh:service:register', () => {
  it('binds the namespace, registers the file and links to the entity', async () => {
    const { catalog, output, registerService, run } = setup();

    await run();

    expect(registerService).toHaveBeenCalledWith(
      {
        entityRef: 'component:default/orders',
        cluster: 'shop-weu',
        namespace: 'shop-orders',
        owner: 'group:default/shop',
        locationPrefix:
          'url:https://git.example.com/shop/orders/src/branch/main/',
      },
      expect.objectContaining({ credentials }),
    );
    expect(catalog.addLocation).toHaveBeenCalledWith(
      {
        type: 'url',
        target:
          'https://git.example.com/shop/orders/src/branch/main/catalog-info.yaml',
      },
      { credentials },
    );
    expect(output).toHaveBeenCalledWith(
      'entityRef',
      'component:default/orders',
    );
  });

  it('waits until the catalog has it', async () => {
    const { catalog, run } = setup();
    catalog.getEntityByRef
      .mockResolvedValueOnce(undefined)
      .mockResolvedValueOnce(orders);

    await run();

    expect(catalog.getEntityByRef).toHaveBeenCalledTimes(2);
  });

  it('says where to look when the catalog does not get it', async () => {
    const { catalog, run } = setup();
    catalog.getEntityByRef.mockResolvedValue(undefined);

    await expect(run({ timeoutSeconds: 1 })).rejects.toThrow(
      /did not get 'component:default\/orders' within 1 seconds.*catalog-info.yaml/,
    );
  });

  it('does nothing twice when the task is tried again', async () => {
    const { catalog, registerService, run } = setup();

    await run();
    await run();

    expect(registerService).toHaveBeenCalledTimes(1);
    expect(catalog.addLocation).toHaveBeenCalledTimes(1);
  });

  it('is fine with a file that is registered already', async () => {
    const { catalog, run } = setup();
    catalog.addLocation.mockRejectedValue(new ConflictError('exists'));

    await expect(run()).resolves.toBeUndefined();
  });

  it('registers nothing when the namespace belongs to others', async () => {
    const { catalog, registerService, run } = setup();
    registerService.mockRejectedValue(new NotAllowedError('not yours'));

    await expect(run()).rejects.toThrow('not yours');
    expect(catalog.addLocation).not.toHaveBeenCalled();
  });

  it('stops waiting when the task is cancelled', async () => {
    const cancelled = new AbortController();
    const { catalog, run } = setup({ signal: cancelled.signal });
    catalog.getEntityByRef.mockImplementation(async () => {
      cancelled.abort();
      return undefined;
    });

    await expect(run()).rejects.toMatchObject({
      name: 'AbortError',
    });
    expect(catalog.getEntityByRef).toHaveBeenCalledTimes(1);
  });

  it('changes nothing in a dry run', async () => {
    const { action, catalog, output, registerService, run } = setup({
      isDryRun: true,
    });

    await run();

    expect(action.supportsDryRun).toBe(true);
    expect(registerService).not.toHaveBeenCalled();
    expect(catalog.addLocation).not.toHaveBeenCalled();
    expect(output).toHaveBeenCalledWith(
      'entityRef',
      'component:default/orders',
    );
  });

  it('names the field of a bad reference', async () => {
    const { run } = setup();

    await expect(run({ owner: 'group:' })).rejects.toThrow(
      /'owner' is 'group:', which is no entity reference/,
    );
  });
});
