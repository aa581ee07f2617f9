import { isJson } from '../types';
import type { Json } from '../types';
import { completed, each, tcp, withDefaults } from './parts';

const MODE = 0o644;

const probe = (value: unknown) =>
  completed(
    withDefaults(value, {
      timeoutSeconds: 1,
      periodSeconds: 10,
      successThreshold: 1,
      failureThreshold: 3,
    }),
    { httpGet: get => withDefaults(get, { path: '/', scheme: 'HTTP' }) },
  );

const fieldOf = (value: unknown) =>
  completed(isJson(value) ? value : {}, {
    fieldRef: ref => withDefaults(ref, { apiVersion: 'v1' }),
  });

const variable = (one: Json) => completed(one, { valueFrom: fieldOf });

const mode = (value: unknown) => withDefaults(value, { defaultMode: MODE });

const volume = (one: Json) =>
  completed(one, { configMap: mode, secret: mode, projected: mode });

/** What has no tag, or the moving one, is looked for every time. */
function pullPolicy(image: unknown): string {
  const [, tag] = /^[^@]*?(?::([^/:@]+))?$/.exec(String(image)) ?? [];
  const isPinned =
    String(image).includes('@') || (tag ?? 'latest') !== 'latest';
  return isPinned ? 'IfNotPresent' : 'Always';
}

const container = (one: Json) =>
  completed(
    {
      imagePullPolicy: pullPolicy(one.image),
      terminationMessagePath: '/dev/termination-log',
      terminationMessagePolicy: 'File',
      resources: {},
      ...one,
    },
    {
      ports: tcp,
      env: each(variable),
      livenessProbe: probe,
      readinessProbe: probe,
      startupProbe: probe,
    },
  );

/** The pods of a template. */
export function defaultPods(value: unknown): Json {
  const spec = withDefaults(value, {
    containers: [],
    restartPolicy: 'Always',
    dnsPolicy: 'ClusterFirst',
    schedulerName: 'default-scheduler',
    terminationGracePeriodSeconds: 30,
    securityContext: {},
  });
  return {
    ...completed(spec, {
      containers: each(container),
      initContainers: each(container),
      volumes: each(volume),
    }),
    ...(typeof spec.serviceAccountName === 'string' && {
      serviceAccount: spec.serviceAccountName,
    }),
  };
}

export function defaultPod(value: unknown): Json {
  return withDefaults(defaultPods(value), { enableServiceLinks: true });
}
