import type { MeshObject } from '@meshwright/plugin-mesh-common';

/** A list of the whole cluster: `/api/v1/pods`, `/apis/group/v1/kind`. */
const COLLECTION = /^\/(?:api\/v1|apis\/[^/]+\/[^/]+)\/[a-z]+$/;

/** True for what belongs to a town. */
export function isMine(object: MeshObject, prefix: string): boolean {
  const { name, namespace } = object.metadata;
  return (namespace ?? name).startsWith(`${prefix}-`);
}

/** The body of a list without what belongs to others; any other as it is. */
export function filterList(options: {
  url: string;
  status: number;
  prefix: string;
  body: Buffer;
}): Buffer {
  const { url, status, prefix, body } = options;
  if (status !== 200 || !COLLECTION.test(url.split('?')[0])) {
    return body;
  }
  const list = JSON.parse(body.toString());
  if (!Array.isArray(list.items)) {
    return body;
  }
  const items = list.items.filter((item: MeshObject) => isMine(item, prefix));
  return Buffer.from(JSON.stringify({ ...list, items }));
}

/** True for an event of a watch that a town may see. */
export function isMineInLine(line: string, prefix: string): boolean {
  return (
    !/^\{"type":"(?:ADDED|MODIFIED|DELETED)"/.test(line) ||
    line.includes(`"namespace":"${prefix}-`) ||
    (line.includes('"kind":"Namespace"') && line.includes(`"name":"${prefix}-`))
  );
}
