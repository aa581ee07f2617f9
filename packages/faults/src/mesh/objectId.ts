import type { AuditEvent } from '@meshwright/control-plane';
import type { MeshObject } from '@meshwright/plugin-mesh-common';
import { WRITTEN_KINDS } from './recordedKinds';

const PATH =
  /^(?:\/api\/v1|\/apis\/[^/]+\/[^/]+)(?:\/namespaces\/([^/]+))?\/([a-z]+)(?:\/([^/]+))?$/;

const toId = (namespace = '', plural = '', name = '') =>
  `${namespace}/${plural}/${name}`;

/** One name for an object, wherever it is spoken of. */
export function idOfObject({ kind, metadata }: MeshObject): string {
  const known = WRITTEN_KINDS.find(written => written.kind === kind);
  const plural = known?.path.split('/').at(-1);
  return toId(metadata.namespace, plural, metadata.name);
}

/** The same, of what was asked for; a creation names it in the body. */
export function idOfRequest(options: {
  path: string;
  body: Buffer;
}): string | undefined {
  const [, namespace, plural, name] = PATH.exec(options.path) ?? [];
  return plural === undefined
    ? undefined
    : toId(namespace, plural, name ?? nameIn(options.body));
}

/** The same, of what the API server wrote down. */
export function idOfAudit({ objectRef }: AuditEvent): string | undefined {
  if (!objectRef) {
    return undefined;
  }
  const { namespace, resource, name } = objectRef;
  return toId(resource === 'namespaces' ? '' : namespace, resource, name);
}

function nameIn(body: Buffer): string {
  const { metadata } = JSON.parse(body.toString());
  return metadata.name;
}
