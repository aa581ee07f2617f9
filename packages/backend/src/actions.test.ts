import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { startProduct } from './__testUtils__/startProduct';

jest.setTimeout(60_000);

const people = {
  'signed in, without rights': 'user:default/nina',
  'owner of the caller': 'user:default/dana',
  'owner of the called': 'user:default/olaf',
  'platform team': 'user:default/petra',
};

const cluster = 'shop-weu';
const answers = { name: 'shop-neu' };
const descriptor = JSON.stringify({
  ...{ apiVersion: 'backstage.io/v1alpha1', kind: 'Component' },
  metadata: { name: 'cart' },
  spec: { type: 'service', lifecycle: 'production', owner: 'user:default/x' },
});

type Row = {
  input: object;
  /**
   * Whether it is refused to: somebody without rights, owner of the caller,
   * owner of the called, platform team. `yes` is what permissions refuse.
   */
  refused: [Refusal, Refusal, Refusal, Refusal];
};
type Refusal = 'yes' | 'no';

const nobody: Row['refused'] = ['no', 'no', 'no', 'no'];
const platformOnly: Row['refused'] = ['yes', 'yes', 'yes', 'no'];

/** Every action; all but one act as the person who started the task. */
const table: Record<string, Row> = {
  'mesh:policy:preview': { input: {}, refused: nobody },
  'mesh:service:register': {
    input: {
      ...{ entityRef: 'component:default/cart', cluster, namespace: 'cart' },
      ...{ owner: 'user:default/dana', repoContentsUrl: 'https://git/cart/' },
    },
    refused: ['yes', 'no', 'yes', 'yes'],
  },
  // Acts with the login that the Git host gave to Backstage.
  'mesh:repository:publish': {
    input: { repoUrl: 'git.example.com?owner=shop&repo=cart' },
    refused: nobody,
  },
  'mesh:cluster:preview': { input: { answers }, refused: platformOnly },
  'mesh:cluster:export': { input: { answers }, refused: platformOnly },
  'mesh:cluster:provision': { input: { answers }, refused: platformOnly },
  'mesh:cluster:verify': { input: { cluster }, refused: platformOnly },
  'mesh:cluster:retire': {
    input: { cluster, confirm: cluster },
    refused: platformOnly,
  },
  'mesh:cluster:take-over': {
    input: { cluster, from: 'other', reason: 'A test' },
    refused: platformOnly,
  },
  'mesh:cluster:uninstall': {
    input: { cluster, mode: 'release', confirm: cluster, reason: 'A test' },
    refused: platformOnly,
  },
};

/** What comes after the refusal takes its time, and is tested elsewhere. */
const PATIENCE_MS = 3_000;

describe('actions', () => {
  const workspacePath = mkdtempSync(join(tmpdir(), 'meshwright-actions-'));
  let product: Awaited<ReturnType<typeof startProduct>>;
  beforeAll(async () => {
    writeFileSync(join(workspacePath, 'catalog-info.yaml'), descriptor);
    product = await startProduct();
  });
  afterAll(async () => {
    await product.backend.stop();
    rmSync(workspacePath, { recursive: true });
  });

  async function isRefused(id: string, person: string): Promise<Refusal> {
    const context = {
      ...{ input: table[id]?.input, workspacePath, isDryRun: false },
      logger: mockServices.logger.mock(),
      task: { id: `task-${person}` },
      step: { id, name: id },
      output: () => {},
      checkpoint: ({ fn }: { fn: () => unknown }) => fn(),
      signal: AbortSignal.timeout(PATIENCE_MS),
      getInitiatorCredentials: async () => mockCredentials.user(person),
    };
    const action = product.actions.get(id);
    try {
      await action?.handler(context as never);
      return 'no';
    } catch (error) {
      return (error as Error).name === 'NotAllowedError' ? 'yes' : 'no';
    }
  }

  it('are all decided here', () => {
    expect([...product.actions.keys()].sort()).toEqual(
      Object.keys(table).sort(),
    );
  });

  it.each(Object.entries(table))('%s', async (id, { refused }) => {
    const found = await Promise.all(
      Object.values(people).map(person => isRefused(id, person)),
    );

    const name = (all: string[]) =>
      Object.fromEntries(
        Object.keys(people).map((caller, at) => [caller, all[at]]),
      );
    expect(name(found)).toEqual(name(refused));
  });
});
