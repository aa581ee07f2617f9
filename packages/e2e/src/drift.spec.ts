import type { MeshObject } from '@meshwright/plugin-mesh-common';
import { expect, test } from '@playwright/test';
import { type Service, soon, Team, uniqueName } from './support';

const name = uniqueName('steady');
const open = [{ from: [{ source: { namespaces: ['kube-system'] } }] }];

test.describe.serial('changes by hand', () => {
  let team: Team;
  let service: Service;

  test.beforeAll(async () => {
    team = new Team();
    service = await team.addService({ name });
  });

  test.afterAll(async () => {
    await team.cleanUp();
  });

  const policy = async () => {
    const policies = await team.cluster.list('AuthorizationPolicy', {
      namespace: name,
    });
    return policies.find(item => item.metadata.name.startsWith('allow-to-'));
  };
  const remove = ({ metadata: { namespace, name: object } }: MeshObject) =>
    team.cluster.delete('AuthorizationPolicy', namespace, object);
  const stateOf = async (kind: string, object: string) => {
    const status = await team.developer.findStatus(service.entityRef);
    return status?.workloads[0]?.objects.find(
      item => item.kind === kind && item.name === object,
    );
  };
  const isShown = (kind: string, object: string) =>
    expect
      .poll(async () => {
        const shown = await stateOf(kind, object);
        const isPutBack = shown?.message?.includes('put back') ?? false;
        return isPutBack || /drifted|missing/.test(shown?.state ?? '');
      }, soon)
      .toBe(true);

  test('what was widened is narrowed again; notes of others stay', async () => {
    await expect.poll(policy, soon).toBeDefined();
    const before = (await policy()) as MeshObject;
    await team.cluster.patch('AuthorizationPolicy', before, {
      metadata: { annotations: { 'example.com/note': 'looked at' } },
      spec: { rules: open },
    });

    await expect
      .poll(async () => (await policy())?.spec, soon)
      .toEqual(before.spec);
    expect((await policy())?.metadata.annotations).toMatchObject({
      'example.com/note': 'looked at',
    });
    await isShown('AuthorizationPolicy', before.metadata.name);
  });

  test('what was deleted comes back', async () => {
    const deny = 'meshwright-default-deny';
    const { body } = await team.cluster.get('NetworkPolicy', name, deny);
    await team.cluster.delete('NetworkPolicy', name, deny);

    await expect
      .poll(
        async () => (await team.cluster.get('NetworkPolicy', name, deny)).body,
        soon,
      )
      .toMatchObject({ spec: body.spec });
    await isShown('NetworkPolicy', deny);
  });

  test('objects of others are never touched', async () => {
    const foreign = (namespace: string, object: string): MeshObject => ({
      apiVersion: 'security.istio.io/v1',
      kind: 'AuthorizationPolicy',
      metadata: { namespace, name: object },
      spec: { action: 'DENY', rules: open },
    });
    const ours = (await policy())?.metadata.name ?? '';
    const made = [foreign(name, 'by-hand'), foreign('default', ours)];
    made.forEach(object => team.later(() => remove(object)));
    const before = await Promise.all(
      made.map(object => team.cluster.create('AuthorizationPolicy', object)),
    );

    await service.rewrite({ mesh: {} });
    await expect
      .poll(
        async () =>
          (
            await team.developer.findStatus(service.entityRef)
          )?.diagnostics.length,
        soon,
      )
      .toBeGreaterThan(0);

    for (const { metadata } of before) {
      const { body } = await team.cluster.get(
        'AuthorizationPolicy',
        metadata.namespace,
        metadata.name,
      );
      expect(body.metadata.resourceVersion).toBe(metadata.resourceVersion);
    }
    // What cannot be read withdraws nothing either.
    expect((await policy())?.metadata.name).toBe(ours);
  });
});
