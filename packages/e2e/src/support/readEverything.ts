import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Product } from '../startProduct';
import { keepAnswer } from './evidence';

type Named = {
  id?: string;
  kind?: string;
  metadata?: { name: string; namespace?: string };
};

const ROUTES = [
  '/',
  '/metrics',
  '/.backstage/health/v1/readiness',
  '/api/app',
  '/api/auth/.well-known/openid-configuration',
  '/api/auth/.well-known/jwks.json',
  '/api/catalog/entities',
  '/api/catalog/locations',
  '/api/mesh/v1/clusters',
  '/api/mesh/v1/input',
  '/api/mesh/v1/overview',
  '/api/mesh/v1/runs',
  '/api/permission/health',
  '/api/scaffolder/v2/actions',
  '/api/scaffolder/v2/tasks',
  '/api/search/query?term=',
  '/api/user-settings/buckets',
  '/api/nothing/of/the/kind',
];

/** Kinds that have a status of the mesh. */
const MESHED = ['Component', 'Resource'];

/**
 * Reads every page of the backend that can be read without changing anything,
 * as the platform team and as a service, and keeps the answers.
 */
export async function readEverything(
  product: Product,
  folder: string,
): Promise<void> {
  const { serviceToken } = JSON.parse(
    readFileSync(join(folder, 'canaries.json'), 'utf8'),
  );
  const asService = await read(product.backend, '/api/catalog/entities', {
    authorization: `Bearer ${serviceToken}`,
  });
  if (asService.status !== 200) {
    throw new Error(
      `The token of a service is not accepted: HTTP ${asService.status}`,
    );
  }
  const headers = { authorization: `Bearer ${product.tokens.platform}` };
  const ask = (path: string) => read(product.backend, path, headers);
  for (const path of ROUTES) {
    await ask(path);
  }
  for (const path of await listDetails(ask)) {
    await ask(path);
  }
}

type Ask = (path: string) => Promise<{ status: number; text: string }>;

async function listDetails(ask: Ask): Promise<string[]> {
  const list = async (path: string, key?: string): Promise<Named[]> => {
    const body = parse((await ask(path)).text);
    const items = key ? body?.[key] : body;
    return Array.isArray(items) ? items : [];
  };
  const entities = await list('/api/catalog/entities');
  const tasks = await list('/api/scaffolder/v2/tasks', 'tasks');
  const runs = await list('/api/mesh/v1/runs', 'runs');
  return [
    ...entities
      .filter(({ kind = '' }) => MESHED.includes(kind))
      .map(
        ({ kind = '', metadata }) =>
          `/api/mesh/v1/status/${kind.toLowerCase()}/${
            metadata?.namespace ?? 'default'
          }/${metadata?.name}`,
      ),
    ...tasks.flatMap(({ id }) => [
      `/api/scaffolder/v2/tasks/${id}`,
      `/api/scaffolder/v2/tasks/${id}/events`,
    ]),
    ...runs.flatMap(({ id }) => [
      `/api/mesh/v1/runs/${id}`,
      `/api/mesh/v1/runs/${id}/events`,
    ]),
  ];
}

async function read(
  backend: string,
  path: string,
  headers: Record<string, string>,
) {
  const response = await fetch(backend + path, {
    headers,
    signal: AbortSignal.timeout(30_000),
  });
  const { status } = response;
  const text = await response.text();
  const answered = Object.fromEntries(response.headers);
  keepAnswer({ url: path, status, headers: answered, text });
  return { status, text };
}

function parse(text: string) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
