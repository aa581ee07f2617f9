import { isJson } from '../types';
import type { Json } from '../types';
import { withDefaults } from './parts';
import { defaultPods } from './pods';

const ROLLING = 'RollingUpdate';

/** How pods are replaced, with the details of the usual way. */
function strategy(value: unknown, details: Json): Json {
  const given = withDefaults(value, { type: ROLLING });
  return given.type === ROLLING
    ? { ...given, rollingUpdate: withDefaults(given.rollingUpdate, details) }
    : given;
}

const byKind: Record<string, (spec: Json) => Json> = {
  Deployment: spec => ({
    replicas: 1,
    revisionHistoryLimit: 10,
    progressDeadlineSeconds: 600,
    ...spec,
    strategy: strategy(spec.strategy, {
      maxUnavailable: '25%',
      maxSurge: '25%',
    }),
  }),
  ReplicaSet: spec => ({ replicas: 1, ...spec }),
  StatefulSet: spec => ({
    replicas: 1,
    revisionHistoryLimit: 10,
    podManagementPolicy: 'OrderedReady',
    persistentVolumeClaimRetentionPolicy: {
      whenDeleted: 'Retain',
      whenScaled: 'Retain',
    },
    ...spec,
    updateStrategy: strategy(spec.updateStrategy, { partition: 0 }),
  }),
  DaemonSet: spec => ({
    revisionHistoryLimit: 10,
    ...spec,
    updateStrategy: strategy(spec.updateStrategy, {
      maxUnavailable: 1,
      maxSurge: 0,
    }),
  }),
};

function withTemplate(spec: Json): Json {
  const template = isJson(spec.template) ? spec.template : {};
  return {
    ...spec,
    template: { ...template, spec: defaultPods(template.spec) },
  };
}

export function defaultWorkload(spec: Json, kind: string): Json {
  return withTemplate(byKind[kind]?.(spec) ?? spec);
}

export function defaultJob(spec: Json): Json {
  return withTemplate(
    withDefaults(spec, {
      backoffLimit: 6,
      completions: 1,
      parallelism: 1,
      completionMode: 'NonIndexed',
      manualSelector: false,
      podReplacementPolicy: 'TerminatingOrFailed',
      suspend: false,
    }),
  );
}
