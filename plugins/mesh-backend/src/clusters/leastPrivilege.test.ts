import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { mockServices } from '@backstage/backend-test-utils';
import { describeOnControlPlane } from '@meshwright/control-plane';
import { type MeshObject, objectKey } from '@meshwright/plugin-mesh-common';
import yaml from 'yaml';
import { KubernetesMeshCluster } from './KubernetesMeshCluster';
import { EMITTED_KINDS } from './kinds';

const instance = 'test';

type Rule = { apiGroups: string[]; resources: string[]; verbs: string[] };

const page = readFileSync(
  join(__dirname, '../../../../docs/guides/install.md'),
  'utf8',
);
const rules: Rule[] = [...page.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)]
  .map(([, block]) => yaml.parse(block ?? ''))
  .find(({ kind }) => kind === 'ClusterRole').rules;

/** One object of each kind that the compiler emits, namespaces first. */
function samples(): MeshObject[] {
  const fixtures = join(
    __dirname,
    '../../../mesh-common/src/compile/__fixtures__',
  );
  const all = readdirSync(fixtures).flatMap(name =>
    yaml
      .parseAllDocuments(readFileSync(join(fixtures, name, 'out.yaml'), 'utf8'))
      .map(document => document.toJS() as MeshObject),
  );
  return EMITTED_KINDS.map(({ kind }) => {
    const found = all.find(object => object.kind === kind);
    if (!found) {
      throw new Error(`No scenario has a ${kind}`);
    }
    return found;
  });
}

describeOnControlPlane('the role in the docs, on a real API server', server => {
  async function post(path: string, body: object): Promise<void> {
    const response = await fetch(server().proxyUrl + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(response.status).toBe(201);
  }

  /** A user with these rules, and a namespace for the mesh's root. */
  async function admit(user: string, granted: Rule[]): Promise<void> {
    const metadata = { name: user };
    const group = 'rbac.authorization.k8s.io';
    const path = `/apis/${group}/v1`;
    await post(`${path}/clusterroles`, { metadata, rules: granted });
    await post(`${path}/clusterrolebindings`, {
      metadata,
      roleRef: { apiGroup: group, kind: 'ClusterRole', name: user },
      subjects: [{ apiGroup: group, kind: 'User', name: user }],
    });
    await post('/api/v1/namespaces', { metadata: { name: `root-${user}` } });
    // The authorizer learns of roles by a watch.
    await sleep(1_000);
  }

  /** All that the product does with a cluster; what did not work. */
  async function exercise(user: string): Promise<string[]> {
    const kubeconfig = await server().kubeconfigFor({ user });
    const problems: string[] = [];
    const logger = mockServices.logger.mock();
    const cluster = KubernetesMeshCluster.create({
      name: user,
      credentials: async () => ({ kubeconfig }),
      rootNamespace: `root-${user}`,
      logger,
    });
    const stop = cluster.watch(() => {});
    const note = (error: Error) => {
      problems.push(error.message);
    };
    await cluster.claim(instance).catch(note);
    for (const sample of samples()) {
      const isNamespace = sample.kind === 'Namespace';
      const desired: MeshObject = {
        ...sample,
        metadata: {
          ...sample.metadata,
          ...(isNamespace ? { name: user } : { namespace: user }),
        },
      };
      const key = objectKey(desired);
      const run = async (change: Parameters<typeof cluster.apply>[0]) => {
        const { outcome, message, warnings } = await cluster.apply(change, {
          instance,
        });
        if (outcome !== 'applied' || warnings) {
          problems.push(`${change.type} ${key}: ${message ?? warnings}`);
        }
      };
      const read = async () =>
        (await cluster.list()).objects.find(one => objectKey(one) === key);
      await run({ target: 'object', type: 'create', key, desired });
      const live = await read().catch(note);
      if (live) {
        const changed: MeshObject = {
          ...desired,
          metadata: {
            ...desired.metadata,
            annotations: { 'meshwright.io/digest': 'changed' },
          },
        };
        await run({
          target: 'object',
          type: 'update',
          key,
          desired: changed,
          live,
        });
      }
      const last = await read().catch(note);
      if (last && !isNamespace && sample.kind !== 'ServiceAccount') {
        await run({ target: 'object', type: 'delete', key, live: last });
      }
    }
    const facts = await cluster.list().then(list => list.facts, note);
    if (facts?.unmodelled.length) {
      problems.push(`not seen: ${JSON.stringify(facts.unmodelled)}`);
    }
    stop();
    logger.warn.mock.calls.forEach(([text]) => problems.push(String(text)));
    return problems;
  }

  it('is enough for all that the product does', async () => {
    await admit('all', rules);

    expect(await exercise('all')).toEqual([]);
  }, 60_000);

  it.each(rules.map((rule, at) => [at, rule.resources.join(), rule] as const))(
    'needs rule %i, about %s',
    async (at, _, rule) => {
      const user = `without-${at}`;
      await admit(
        user,
        rules.filter(other => other !== rule),
      );

      expect(await exercise(user)).not.toEqual([]);
    },
    60_000,
  );
});
