import type { JsonObject } from '@backstage/types';
import type { ApiRequest, KubernetesConnection } from './KubernetesConnection';
import { EMITTED_KINDS, READ_KINDS } from './kinds';
import { readRights } from './readRights';

type Rule = {
  verbs: string[];
  apiGroups: string[];
  resources: string[];
  resourceNames?: string[];
};

const all = EMITTED_KINDS.map(({ group, kind }) => `${group}/${kind}`);
const everything = { verbs: ['*'], apiGroups: ['*'], resources: ['*'] };
const reading = { ...everything, verbs: ['get', 'list', 'watch'] };
const policies = {
  verbs: ['create', 'patch'],
  apiGroups: ['networking.k8s.io'],
  resources: ['networkpolicies'],
};

function connect(
  rules: { resourceRules: Rule[]; incomplete?: boolean },
  isAllowed: (attributes: JsonObject) => boolean = () => false,
) {
  const send = jest.fn(async ({ path, body }: ApiRequest) => {
    const { spec } = body as { spec: { resourceAttributes: JsonObject } };
    const status = path.endsWith('/selfsubjectrulesreviews')
      ? rules
      : { allowed: isAllowed(spec.resourceAttributes) };
    return { body: { status }, warnings: [] };
  });
  const connection = { send } as unknown as KubernetesConnection;
  return {
    send,
    rights: () => readRights(connection, { rootNamespace: 'istio-system' }),
  };
}

describe('readRights', () => {
  it('takes one request to tell that everything may be written', async () => {
    const { rights, send } = connect({ resourceRules: [everything] });

    await expect(rights()).resolves.toEqual({
      mayWrite: true,
      mayClaim: true,
      readOnlyKinds: [],
      unreadable: [],
    });
    expect(send).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['only read', reading],
    [
      'only write what has a certain name',
      { ...everything, resourceNames: ['one'] },
    ],
    ['only write what we do not', { ...everything, resources: ['secrets'] }],
  ])('tells that credentials may %s', async (_, rule) => {
    const { rights } = connect({ resourceRules: [rule] });

    await expect(rights()).resolves.toMatchObject({
      mayWrite: false,
      mayClaim: false,
      readOnlyKinds: all,
    });
  });

  it('names what may not be written, or not as it is needed', async () => {
    const { rights } = connect({
      resourceRules: [
        policies,
        { ...everything, resources: ['gateways'], verbs: ['create'] },
      ],
    });

    await expect(rights()).resolves.toMatchObject({
      mayWrite: true,
      mayClaim: false,
      readOnlyKinds: all.filter(
        kind => kind !== 'networking.k8s.io/NetworkPolicy',
      ),
    });
  });

  it('asks about each kind where nobody can list the rules', async () => {
    const { rights } = connect(
      { resourceRules: [policies], incomplete: true },
      ({ resource, namespace }) =>
        resource === 'configmaps'
          ? namespace === 'istio-system'
          : resource !== 'sidecars',
    );

    await expect(rights()).resolves.toMatchObject({
      mayWrite: true,
      mayClaim: true,
      readOnlyKinds: ['networking.istio.io/Sidecar'],
    });
  });

  it.each([
    ['reads nothing', [], READ_KINDS.map(({ kind }) => kind)],
    ['reads all', [reading], []],
    [
      'reads all but pods',
      READ_KINDS.filter(({ kind }) => kind !== 'Pod').map(path => ({
        ...reading,
        apiGroups: [path.group],
        resources: [path.plural],
      })),
      ['Pod'],
    ],
  ])(
    'names what may not be read by who %s',
    async (_, resourceRules, kinds) => {
      const { rights } = connect({ resourceRules });

      const { unreadable } = await rights();

      expect(unreadable.map(({ kind }) => kind)).toEqual(kinds);
    },
  );
});
