import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseAllDocuments } from 'yaml';

type Definition = {
  kind: string;
  metadata: { name: string };
};
type Condition = { type: string; status: string };

const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

function readDefinitions(files: readonly string[]): Definition[] {
  return files
    .flatMap(file => parseAllDocuments(readFileSync(file, 'utf8')))
    .map(document => document.toJS() as Definition)
    .filter(object => object?.kind === 'CustomResourceDefinition');
}

async function apply(url: string, definition: Definition): Promise<void> {
  const { name } = definition.metadata;
  const response = await fetch(`${url}${path}/${name}?fieldManager=schemas`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/apply-patch+yaml' },
    body: JSON.stringify(definition),
  });
  if (!response.ok) {
    throw new Error(`Schema '${name}': ${await response.text()}`);
  }
}

async function areServed(url: string, names: Set<string>): Promise<boolean> {
  const { items } = await (await fetch(url + path)).json();
  const served = items.filter(
    ({ status }: { status?: { conditions?: Condition[] } }) =>
      status?.conditions?.some(
        ({ type, status: is }) => type === 'Established' && is === 'True',
      ),
  );
  return (
    served.filter((one: Definition) => names.has(one.metadata.name)).length ===
    names.size
  );
}

/** Server-side applies CustomResourceDefinitions and waits for them. */
export async function installSchemas(
  url: string,
  files: readonly string[],
): Promise<void> {
  const definitions = readDefinitions(files);
  await Promise.all(definitions.map(definition => apply(url, definition)));
  const names = new Set(definitions.map(({ metadata }) => metadata.name));
  const end = Date.now() + 60_000;
  while (!(await areServed(url, names))) {
    if (Date.now() > end) {
      throw new Error('The schemas are not served after 60 s');
    }
    await sleep(100);
  }
}
