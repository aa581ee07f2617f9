import type { StatusCause } from '../errors';
import type { Json, KubeObject } from '../types';
import { invalidValue } from './causes';
import { checkNetworkPolicy } from './core/networkPolicy';
import { record } from './core/parts';
import { checkRbac } from './core/rbac';
import { checkService } from './core/service';
import { checkJob, checkPodSpec, checkWorkload } from './core/workloads';

const checks: Record<string, (spec: Json) => StatusCause[]> = {
  NetworkPolicy: checkNetworkPolicy,
  Service: checkService,
  Pod: spec => checkPodSpec(spec, 'spec'),
  Deployment: checkWorkload,
  ReplicaSet: checkWorkload,
  StatefulSet: checkWorkload,
  DaemonSet: checkWorkload,
  Job: checkJob,
};

const immutable: Record<string, string[]> = {
  Deployment: ['selector'],
  ReplicaSet: ['selector'],
  DaemonSet: ['selector'],
  StatefulSet: ['selector', 'serviceName'],
  Job: ['completions', 'selector', 'template'],
};

/** What a built-in kind asks of its objects, the part that we check. */
export function checkCore(
  object: KubeObject,
  before: KubeObject | undefined,
): StatusCause[] {
  const spec = record(object.spec);
  const frozen = immutable[object.kind] ?? [];
  return [
    ...(checks[object.kind]?.(spec) ?? []),
    ...checkRbac(object, before),
    ...frozen
      .filter(
        key =>
          before &&
          JSON.stringify(record(before.spec)[key]) !==
            JSON.stringify(spec[key]),
      )
      .map(key => invalidValue(`spec.${key}`, spec[key], 'field is immutable')),
  ];
}
