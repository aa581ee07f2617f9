import {
  ANNOTATION_DIGEST,
  digestObject,
  LABEL_MANAGED_BY,
  MESHWRIGHT_PREFIX,
  type MeshObject,
} from '../../objects';
import type { ObjectRule } from '../types';
import { isOurs } from '../rules/read/ours';

/** Of these kinds only some keys are ours, or the API server fills in more. */
const shared = new Set(['Namespace', 'ServiceAccount', 'Service', 'ConfigMap']);

/** The digest was written together with what it is the digest of. */
export const changedByHand: ObjectRule = {
  code: 'MW3008',
  severity: 'error',
  summary: 'Objects of ours are as they were written',
  aliases: ['SEG-DRIFT'],
  check: context =>
    context.objects
      .filter(
        object =>
          isOurs(context, object) &&
          !shared.has(object.kind) &&
          isChanged(object),
      )
      .map(object => ({
        object,
        path: 'spec',
        message:
          'The object does not fit the digest that it carries: somebody changed it since it was written. Undo the change, or let the next pass write it again; changes belong into the declaration.',
      })),
};

function isChanged(object: MeshObject): boolean {
  const digest = object.metadata.annotations?.[ANNOTATION_DIGEST];
  if (digest === undefined) return false;
  return ![isAnyKey, isUsualKey, isOurKey].some(
    keep => digestObject(reduce(object, keep)) === digest,
  );
}

function isAnyKey(): boolean {
  return true;
}

/** Keys that tools of people leave behind are not ours. */
function isUsualKey(key: string): boolean {
  return !/(^|\.)kubectl\.kubernetes\.io\/|^argocd\.|fluxcd\.io\//.test(key);
}

function isOurKey(key: string): boolean {
  return key.startsWith(`${MESHWRIGHT_PREFIX}/`) || key === LABEL_MANAGED_BY;
}

/** What we write of an object, and nothing that the API server adds. */
function reduce(
  { apiVersion, kind, metadata, spec, data }: MeshObject,
  keep: (key: string) => boolean,
): MeshObject {
  const { name, namespace, labels, annotations } = metadata;
  const kept = (keys: Record<string, string> = {}) =>
    keep === isAnyKey
      ? keys
      : Object.fromEntries(Object.entries(keys).filter(([key]) => keep(key)));
  return {
    apiVersion,
    kind,
    metadata: {
      name,
      ...(namespace !== undefined && { namespace }),
      labels: kept(labels),
      annotations: kept(annotations),
    },
    ...(spec !== undefined && { spec }),
    ...(data !== undefined && { data }),
  };
}
