import { expect, test } from '@playwright/test';
import {
  describeService,
  meshOf,
  soon,
  startTemplate,
  finishTask,
  Team,
  uniqueName,
} from './support';

const api = 'component:default/api';
const port = (name: string, number: number) => ({
  ...{ name, port: number, protocol: 'http' },
});

const plain = uniqueName('plain');

type Case = {
  what: string;
  /** Where the page points, and what it says. */
  pointer: string;
  says: RegExp;
  file: (name: string) => {
    owner?: string;
    dependsOn?: string[];
    mesh: unknown;
  };
  /** True where only the part that is wrong has no effect. */
  restWorks?: boolean;
};

const cases: Case[] = [
  {
    ...{ what: 'spec.mesh that is text', pointer: '/spec/mesh' },
    says: /object/,
    file: () => ({ mesh: 'yes please' }),
  },
  {
    ...{ what: 'an unknown key', pointer: '/spec/mesh/nemespace' },
    says: /nemespace/,
    file: name => ({ mesh: meshOf(name, { nemespace: 'x' }) }),
    restWorks: true,
  },
  ...[0, 70_000].map(number => ({
    ...{ what: `port ${number}`, pointer: '/spec/mesh/ports/0/port' },
    says: new RegExp(String(number)),
    file: (name: string) => ({
      mesh: meshOf(name, { ports: [port('http', number)] }),
    }),
    restWorks: true,
  })),
  {
    ...{ what: 'a port twice', pointer: '/spec/mesh/ports/1' },
    says: /80/,
    file: name => ({
      mesh: meshOf(name, { ports: [port('http', 80), port('web', 80)] }),
    }),
    restWorks: true,
  },
  {
    ...{ what: 'capitals in a namespace', pointer: '/spec/mesh/namespace' },
    says: /Shop-Web/,
    file: () => ({ mesh: meshOf('Shop-Web') }),
  },
  {
    what: 'a namespace of 64 characters',
    pointer: '/spec/mesh/namespace',
    says: /63/,
    file: () => ({ mesh: meshOf('n'.repeat(64)) }),
  },
  {
    ...{ what: 'an unknown dependency', pointer: '/spec/dependsOn' },
    says: /component:default\/nowhere/,
    file: name => ({
      dependsOn: ['component:default/nowhere'],
      mesh: meshOf(name),
    }),
    restWorks: true,
  },
  {
    what: 'a dependency outside the mesh',
    pointer: '/spec/dependsOn',
    says: /component:default\/plain/,
    file: name => ({
      dependsOn: [`component:default/${plain}`],
      mesh: meshOf(name),
    }),
    restWorks: true,
  },
  {
    ...{ what: 'somebody else’s host', pointer: '/spec/mesh/expose/0' },
    says: /group:default\/retail/,
    file: name => ({
      mesh: meshOf(name, {
        expose: [{ host: `${name}.retail.example.com`, gateway: 'public' }],
      }),
    }),
    restWorks: true,
  },
  {
    ...{ what: '10,000 dependencies', pointer: '/spec/dependsOn' },
    says: /10000/,
    file: name => ({
      dependsOn: Array.from({ length: 10_000 }, () => api),
      mesh: meshOf(name),
    }),
    restWorks: true,
  },
  {
    ...{ what: 'the namespace of another team', pointer: '/spec/mesh' },
    says: /group:default\/data/,
    file: name => ({
      dependsOn: [api],
      mesh: meshOf('shop-data', { serviceAccount: name }),
    }),
  },
  {
    ...{ what: 'the identity of another team', pointer: '/spec/mesh' },
    says: /group:default\/retail/,
    file: () => ({
      dependsOn: [api],
      mesh: meshOf('retail', { serviceAccount: 'reviews' }),
    }),
  },
  {
    ...{ what: 'another team’s name as owner', pointer: '/spec/mesh' },
    says: /location|comes from/,
    file: () => ({
      owner: 'group:default/retail',
      dependsOn: ['component:default/ratings'],
      mesh: meshOf('retail', { serviceAccount: 'productpage' }),
    }),
  },
  {
    ...{ what: 'the pods of another service', pointer: '/spec/mesh' },
    says: /component:default\/web/,
    file: name => ({
      dependsOn: ['resource:default/database'],
      mesh: meshOf('shop-web', {
        serviceAccount: name,
        selector: { app: 'web' },
      }),
    }),
  },
];

test.describe('bad input', () => {
  const team = new Team();
  const names = cases.map((_, index) => uniqueName(`bad${index}`));

  test.beforeAll(async () => {
    await team.addService({ name: plain, file: { mesh: undefined } });
    await Promise.all(
      cases.map(({ file }, index) =>
        team.addService({ name: names[index], file: file(names[index]) }),
      ),
    );
  });

  test.afterAll(async () => {
    test.setTimeout(240_000);
    await team.cleanUp();
  });

  cases.forEach(({ what, pointer, says, restWorks }, index) => {
    test(`${what}: the page names the field`, async () => {
      const name = names[index];
      const entityRef = `component:default/${name}`;
      const find = async () => {
        const status = await team.developer.findStatus(entityRef);
        return status?.diagnostics.filter(
          found =>
            found.pointer.startsWith(pointer) && says.test(found.message),
        );
      };
      await expect
        .poll(find, soon)
        .toEqual([expect.objectContaining({ entityRef })]);
      const status = await team.developer.status(entityRef);
      if (restWorks) {
        await expect
          .poll(async () => (await team.cluster.ours(name)).size, soon)
          .toBeGreaterThan(0);
        return;
      }
      const objects = status.workloads.flatMap(workload => workload.objects);
      expect(objects).toEqual([]);
      const all = [...(await team.cluster.ours()).values()];
      expect(JSON.stringify(all.map(({ spec }) => spec))).not.toContain(
        `/sa/${name}"`,
      );
      expect(
        all.filter(({ metadata }) =>
          metadata.annotations?.['meshwright.io/entities']?.includes(entityRef),
        ),
      ).toEqual([]);
    });
  });

  test('an identity that a service of another repository has', async () => {
    const first = uniqueName('twin-a');
    const second = uniqueName('twin-b');
    const mesh = (app: string) =>
      meshOf(first, { serviceAccount: first, selector: { app } });
    await team.addService({ name: first, file: { mesh: mesh(first) } });
    await team.addService({
      name: second,
      // First come: the namespace is bound to the other's repository.
      file: { mesh: mesh(second) },
    });
    const problems = async (name: string) =>
      (await team.developer.findStatus(`component:default/${name}`))
        ?.diagnostics;
    await expect
      .poll(() => problems(second), soon)
      .toEqual([expect.objectContaining({ severity: 'error' })]);
    await expect.poll(() => problems(first), soon).toEqual([]);
  });

  test('a file of two services with one identity gets a warning', async () => {
    const name = uniqueName('pair');
    const service = (part: string) =>
      describeService({
        name: `${name}-${part}`,
        mesh: meshOf(name, {
          serviceAccount: name,
          selector: { app: `${name}-${part}` },
        }),
      });
    // Taken back after the file that holds both: last first.
    for (const part of ['a', 'b']) {
      const entityRef = `component:default/${name}-${part}`;
      team.later(() => team.removeService({ entityRef }));
    }
    await team.addService({
      name,
      text: `${service('a')}---\n${service('b')}`,
    });
    for (const part of ['a', 'b']) {
      const entityRef = `component:default/${name}-${part}`;
      await expect
        .poll(
          async () => (await team.developer.findStatus(entityRef))?.diagnostics,
          soon,
        )
        .toEqual([
          expect.objectContaining({ code: 'MW1113', severity: 'warning' }),
        ]);
    }
  });

  test('every other service keeps working', async () => {
    const edge = await team.developer.edge('component:default/web', api);
    expect(edge?.summary).toBe('in-force');
    expect(await team.cluster.principals('shop-api')).toContain(
      'cluster.local/ns/shop-web/sa/web',
    );
    const { diagnostics } = await team.developer.status(api);
    expect(diagnostics).toEqual([]);
  });

  test('a bomb in the form is text, or is refused', async () => {
    const name = uniqueName('bomb');
    const values = {
      ...{ name, owner: 'group:default/shop', system: 'system:default/shop' },
      ...{ cluster: 'resource:default/shop-weu', namespace: name, port: 8080 },
    };
    const bomb = '&a [*a, *a]\nspec: {mesh: {cluster: x}}';
    const refused = await team.developer.send(
      'POST',
      '/api/scaffolder/v2/tasks',
      {
        templateRef: 'template:default/new-mesh-service',
        values: { ...values, namespace: bomb },
      },
    );
    expect(refused.status).toBe(400);
    const many = await team.developer.send('POST', '/api/scaffolder/v2/tasks', {
      templateRef: 'template:default/new-mesh-service',
      values: { ...values, dependencies: Array(10_000).fill(api) },
    });
    expect(many.status).toBe(400);
    const id = await startTemplate(team.developer, {
      ...{ ...values, dependencies: ['*a', bomb] },
    });
    const { status, log } = await finishTask(team.developer, id);
    expect(status).toBe('failed');
    expect(log).toContain('dependsOn');
  });
});
