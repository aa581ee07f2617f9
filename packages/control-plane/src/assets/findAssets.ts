import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from './goModules';
import type { Assets } from './types';

const NEEDED_GO = [1, 26];

/** Whether a control plane can be had here, and else why not. */
export type Availability =
  | { state: 'ready'; assets: Assets }
  /** Go is here; the first start builds, which takes minutes. */
  | { state: 'buildable' }
  | { state: 'missing'; reason: string };

/** What a folder holds that has the layout of `KUBEBUILDER_ASSETS`. */
export function readAssets(folder: string): Assets | undefined {
  const path = (name: string) => join(folder, name);
  const found = (name: string) =>
    existsSync(path(name)) ? path(name) : undefined;
  const etcd = found('etcd');
  const apiServer = found('kube-apiserver');
  const schemas = found('schemas');
  return etcd && apiServer
    ? {
        etcd,
        apiServer,
        controllerManager: found('kube-controller-manager'),
        schemas: schemas
          ? readdirSync(schemas).map(name => join(schemas, name))
          : [],
      }
    : undefined;
}

/** The reason why Go cannot build here, if it cannot. */
export function findGoProblem(): string | undefined {
  const { stdout, status } = spawnSync('go', ['env', 'GOVERSION'], {
    encoding: 'utf8',
    env: process.env,
  });
  if (status !== 0) {
    return 'there is no Go here';
  }
  const [major, minor] = stdout.replace(/^go/, '').split('.').map(Number);
  const isOld =
    major < NEEDED_GO[0] || (major === NEEDED_GO[0] && minor < NEEDED_GO[1]);
  return isOld ? `the Go here is ${stdout.trim()}` : undefined;
}

const remedy = `install Go ${NEEDED_GO.join(
  '.',
)} or newer, or set KUBEBUILDER_ASSETS to a folder with etcd and kube-apiserver`;

/**
 * Looks for the programs: in `KUBEBUILDER_ASSETS` when that is set, else where
 * we keep what we built. Builds nothing.
 */
export function findAssets(): Availability {
  const given = process.env.KUBEBUILDER_ASSETS;
  const assets = readAssets(given ?? cacheFolder());
  if (assets && assets.schemas.length > 0) {
    return { state: 'ready', assets };
  }
  if (given && !assets) {
    return {
      state: 'missing',
      reason: `KUBEBUILDER_ASSETS names '${given}', which has no etcd and kube-apiserver`,
    };
  }
  const problem = findGoProblem();
  if (given && problem) {
    return {
      state: 'missing',
      reason: `the schemas of Istio come with Go, and ${problem}; install Go, or put their CustomResourceDefinitions into '${given}/schemas'`,
    };
  }
  return problem
    ? { state: 'missing', reason: `${problem}; ${remedy}` }
    : { state: 'buildable' };
}
