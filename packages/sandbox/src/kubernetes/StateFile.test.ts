import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startKubernetesApi } from '.';
import { TestApi, configMap, paths } from './__testUtils__/api';

let folder: string;
const path = paths.configMaps('default');

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'state-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function start() {
  const stateFile = join(folder, 'state.json');
  return startKubernetesApi({ port: 0, stateFile });
}

it('keeps objects over a restart, with versions that rise', async () => {
  const api = new TestApi();
  const first = await start();
  api.url = first.url;
  const { body: made } = await api.post(path, configMap('a', { k: 'v' }));
  await first.stop();
  const second = await start();
  api.url = second.url;
  const { body: kept } = await api.get(`${path}/a`);
  expect(kept).toEqual(made);
  const { body: next } = await api.post(path, configMap('b'));
  expect(Number(next.metadata.resourceVersion)).toBeGreaterThan(
    Number(made.metadata.resourceVersion),
  );
  await second.stop();
  expect(readdirSync(folder)).toEqual(['state.json']);
});

it('writes without being stopped', async () => {
  const api = new TestApi();
  const running = await start();
  api.url = running.url;
  await api.post(path, configMap('a'));
  const end = Date.now() + 3000;
  while (readdirSync(folder).length === 0 && Date.now() < end) {
    await new Promise(resolve => setTimeout(resolve, 20));
  }
  expect(readdirSync(folder)).toEqual(['state.json']);
  await running.stop();
});

it('does not start on a state that it cannot read', async () => {
  writeFileSync(join(folder, 'state.json'), '{');
  await expect(start()).rejects.toThrow(/state\.json/);
});
