import { badRequest, methodNotAllowed } from './errors';
import { isJson } from './types';
import type { Json, KubeObject } from './types';
import type { Body } from './request';
import type { Target } from './target';

function record(value: unknown): Json {
  return isJson(value) ? value : {};
}

/** The replicas of a workload, as autoscaling/v1 shows them. */
export function toScale(object: KubeObject): unknown {
  const spec = record(object.spec);
  const labels = record(record(spec.selector).matchLabels);
  const { name, namespace, uid, resourceVersion, creationTimestamp } =
    object.metadata;
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: { replicas: spec.replicas ?? 0 },
    status: {
      replicas: record(object.status).replicas ?? 0,
      selector: Object.entries(labels)
        .map(([key, value]) => `${key}=${value}`)
        .join(','),
    },
  };
}

/** A write of the scale, as the patch of the workload that it means. */
export function replaceScale(
  object: KubeObject,
  request: { target: Target; verb: string; body: Body },
) {
  const { target, verb, body } = request;
  if (verb !== 'update' && verb !== 'patch') {
    throw methodNotAllowed();
  }
  const given = record(body.value);
  const replicas = record(given.spec).replicas;
  if (!Number.isInteger(replicas)) {
    throw badRequest('spec.replicas of a scale must be a whole number');
  }
  const version = record(given.metadata).resourceVersion;
  const patch = {
    spec: { replicas },
    ...(version !== undefined && { metadata: { resourceVersion: version } }),
  };
  return {
    target: { ...target, name: object.metadata.name, subresource: undefined },
    patch: { body: patch, contentType: 'application/merge-patch+json' },
  };
}
