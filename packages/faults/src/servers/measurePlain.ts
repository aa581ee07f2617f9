import type { MeshObject } from '@meshwright/plugin-mesh-common';
import { buildModel, compileCluster } from '@meshwright/plugin-mesh-common';
import { MAIN_CLUSTER, mapLimited, objectPath } from './parts';
import { sendRequest } from './sendRequest';
import { connect, Site } from './Site';
import { round } from './spread';

/** As many as a pass sends at once. */
export const CONCURRENCY = 8;

/** Server-side apply of the same objects, with nothing around it. */
export async function measurePlain(services: number) {
  const site = await Site.open(services);
  try {
    const { model } = buildModel(site.company.input);
    const objects = compileCluster(model, MAIN_CLUSTER).objects.map(
      ({ object }) => object,
    );
    const isNamespace = ({ kind }: MeshObject) => kind === 'Namespace';
    const start = performance.now();
    await applyAll(site, objects.filter(isNamespace));
    await applyAll(
      site,
      objects.filter(object => !isNamespace(object)),
    );
    const milliseconds = performance.now() - start;
    return {
      objects: objects.length,
      concurrency: CONCURRENCY,
      milliseconds: round(milliseconds),
      objectsPerSecond: round((objects.length * 1000) / milliseconds),
    };
  } finally {
    await site.close();
  }
}

async function applyAll(site: Site, objects: MeshObject[]): Promise<void> {
  const { url, agent } = connect(site.server.kubeconfig);
  await mapLimited(objects, CONCURRENCY, async object => {
    const { status, text } = await sendRequest(
      `${url}${objectPath(object)}?fieldManager=plain&force=true`,
      {
        method: 'PATCH',
        headers: { 'content-type': 'application/apply-patch+yaml' },
        body: JSON.stringify(object),
        agent,
      },
    );
    if (status >= 300) {
      throw new Error(`${object.kind} '${object.metadata.name}': ${text}`);
    }
  });
  agent.destroy();
}
