import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeOnControlPlane } from '@meshwright/control-plane';
import {
  canonicalize,
  FIELD_MANAGER,
  isSameObject,
  type MeshObject,
  objectKey,
} from '@meshwright/plugin-mesh-common';
import { parseAllDocuments } from 'yaml';

const fixtures = join(
  __dirname,
  '../../../plugins/mesh-common/src/compile/__fixtures__',
);

const plurals: Record<string, string> = {
  AuthorizationPolicy: 'authorizationpolicies',
  NetworkPolicy: 'networkpolicies',
  ServiceEntry: 'serviceentries',
  Telemetry: 'telemetries',
};

type Live = MeshObject & {
  metadata: {
    resourceVersion: string;
    generation?: number;
    managedFields: { manager: string; operation: string }[];
  };
};

/** What the compiler makes for each cluster of a scenario; no DNS records. */
function readClusters(scenario: string): MeshObject[][] {
  const text = readFileSync(join(fixtures, scenario, 'out.yaml'), 'utf8');
  const clusters: Map<string, MeshObject>[] = [new Map()];
  for (const document of parseAllDocuments(text)) {
    const object = document.toJS() as MeshObject;
    if (object.kind !== undefined) {
      // A key that comes again belongs to the next cluster.
      if (clusters.at(-1)?.has(objectKey(object))) {
        clusters.push(new Map());
      }
      clusters.at(-1)?.set(objectKey(object), object);
    }
  }
  const isNamespace = ({ kind }: MeshObject) => kind === 'Namespace';
  return clusters.map(cluster => {
    const objects = [...cluster.values()];
    return [
      ...objects.filter(isNamespace),
      ...objects.filter(object => !isNamespace(object)),
    ];
  });
}

function pathOf({ apiVersion, kind, metadata }: MeshObject): string {
  const base = apiVersion === 'v1' ? '/api/v1' : `/apis/${apiVersion}`;
  const inside = metadata.namespace ? `/namespaces/${metadata.namespace}` : '';
  const plural = plurals[kind] ?? `${kind.toLowerCase()}s`;
  return `${base}${inside}/${plural}/${metadata.name}`;
}

/** Without what the server adds. */
function asPlanned(object: MeshObject): MeshObject {
  const { apiVersion, kind, metadata, spec } = object;
  const { name, namespace, labels, annotations } = metadata;
  const { 'kubernetes.io/metadata.name': _, ...ours } = labels ?? {};
  const isNamespace = kind === 'Namespace';
  return canonicalize({
    apiVersion,
    kind,
    metadata: {
      name,
      ...(namespace && { namespace }),
      ...(Object.keys(ours).length > 0 && { labels: ours }),
      ...(annotations && { annotations }),
    },
    ...(spec && !isNamespace && { spec }),
  });
}

const versionOf = (object: Live) =>
  `${objectKey(object)} ${object.metadata.resourceVersion}`;

/** Of a Namespace, the server adds a label in the name of who made it. */
const managersOf = ({ kind, metadata }: Live) =>
  kind === 'Namespace'
    ? []
    : metadata.managedFields.map(
        ({ manager, operation }) => `${manager} ${operation}`,
      );

describeOnControlPlane('a real API server takes what we compile', server => {
  async function apply(object: MeshObject): Promise<Live> {
    const query = `fieldManager=${FIELD_MANAGER}&fieldValidation=Strict`;
    const response = await fetch(
      `${server().proxyUrl}${pathOf(object)}?${query}`,
      {
        method: 'PATCH',
        headers: { 'content-type': 'application/apply-patch+yaml' },
        body: JSON.stringify(object),
      },
    );
    const body = await response.json();
    if (!response.ok) {
      throw new Error(`${objectKey(object)}: ${body.message}`);
    }
    expect([objectKey(object), response.headers.get('warning')]).toEqual([
      objectKey(object),
      null,
    ]);
    return body;
  }

  async function read(object: MeshObject): Promise<Live> {
    return (await fetch(server().proxyUrl + pathOf(object))).json();
  }

  async function applyAll(objects: MeshObject[]): Promise<Live[]> {
    const applied: Live[] = [];
    for (const object of objects) {
      applied.push(await apply(object));
    }
    return applied;
  }

  /** Namespaces that others make, for example the one of the mesh. */
  async function makeNamespaces(objects: MeshObject[]): Promise<void> {
    const names = new Set(objects.map(one => one.metadata.namespace));
    for (const name of names) {
      await fetch(`${server().proxyUrl}/api/v1/namespaces`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          apiVersion: 'v1',
          kind: 'Namespace',
          metadata: { name },
        }),
      });
    }
  }

  const scenarios = readdirSync(fixtures).flatMap(scenario =>
    readClusters(scenario).map(
      (objects, at) => [`${scenario}, cluster ${at + 1}`, objects] as const,
    ),
  );

  it.each(scenarios)(
    'for %s, as we planned it, and without drift',
    async (_, objects) => {
      expect(objects.length).toBeGreaterThan(1);
      await makeNamespaces(objects);
      const first = await applyAll(objects);
      const live = await Promise.all(objects.map(read));

      expect(live.map(asPlanned)).toEqual(objects.map(asPlanned));
      expect(
        objects.filter((object, at) => !isSameObject(object, live[at])),
      ).toEqual([]);

      const second = await applyAll(objects);

      expect(second.map(versionOf)).toEqual(first.map(versionOf));
      expect(new Set(second.flatMap(managersOf))).toEqual(
        new Set([`${FIELD_MANAGER} Apply`]),
      );
    },
    120_000,
  );
});
