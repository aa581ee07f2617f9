import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { readAssets } from './findAssets';
import { go } from './go';
import { cacheFolder, goModules } from './goModules';
import type { Log } from './provideAssets';
import type { Assets } from './types';

const KUBERNETES = /k8s\.io\/kubernetes v(\d+)\.(\d+)\.\d+/;

/** What the programs say of their version, which `go build` does not set. */
async function versionFlags(): Promise<string> {
  const required = await go(
    ['list', '-m', 'k8s.io/kubernetes'],
    goModules.kubernetes,
  );
  const [text = '', major, minor] = KUBERNETES.exec(required) ?? [];
  const values = {
    gitVersion: text.split(' ')[1],
    gitMajor: major,
    gitMinor: minor,
  };
  return Object.entries(values)
    .map(([name, value]) => `-X k8s.io/component-base/version.${name}=${value}`)
    .join(' ');
}

async function build(module: string, target: string, flags: string) {
  await go(
    [
      ...['build', '-trimpath', '-ldflags', `-s -w ${flags}`],
      ...['-o', `${target}/`, module],
    ],
    goModules.kubernetes,
  );
}

type Download = { Path: string; Dir: string };

/** `go mod download -json` prints objects one after the other. */
async function downloadSchemas(): Promise<Download[]> {
  const modules = ['istio.io/api', 'sigs.k8s.io/gateway-api'];
  return Promise.all(
    modules.map(async name =>
      JSON.parse(await go(['mod', 'download', '-json', name], goModules.crds)),
    ),
  );
}

async function copySchemas(target: string): Promise<void> {
  mkdirSync(target, { recursive: true });
  const [istio, gateway] = await downloadSchemas();
  const file = 'customresourcedefinitions.gen.yaml';
  copyFileSync(join(istio.Dir, 'kubernetes', file), join(target, 'istio.yaml'));
  const standard = join(gateway.Dir, 'config', 'crd', 'standard');
  for (const name of readdirSync(standard)) {
    copyFileSync(join(standard, name), join(target, name));
  }
}

/** Schemas alone, for programs that come from elsewhere. */
export async function fetchSchemas(log: Log): Promise<string[]> {
  const folder = join(cacheFolder(), '..', 'schemas');
  if (!existsSync(folder)) {
    log('Getting the schemas of Istio and the Gateway API');
    const draft = `${folder}.${process.pid}`;
    await copySchemas(draft);
    renameSync(draft, folder);
  }
  return readdirSync(folder).map(name => join(folder, name));
}

function complete(folder: string): Assets {
  const assets = readAssets(folder);
  if (!assets) {
    throw new Error(`Nothing was built in '${folder}'`);
  }
  return assets;
}

/** Builds into a folder that appears when everything is in it. */
export async function buildPrograms(folder: string, log: Log): Promise<Assets> {
  const draft = `${folder}.${process.pid}`;
  try {
    log('Building etcd, kube-apiserver and kube-controller-manager');
    log('The first time on a machine this takes five to ten minutes');
    const flags = await versionFlags();
    await copySchemas(join(draft, 'schemas'));
    const started = Date.now();
    await build('./cmd/...', draft, flags);
    log(`Built in ${Math.round((Date.now() - started) / 1000)} s`);
    renameSync(draft, folder);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    throw error;
  }
  return complete(folder);
}
