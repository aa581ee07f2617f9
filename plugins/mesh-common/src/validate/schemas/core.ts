import { boolean, list, object, text } from '../schema/build';
import type { Fields } from '../schema/node';
import { networkPolicy } from './networkPolicy';
import { service } from './service';

const reference = object({
  apiVersion: text(),
  fieldPath: text(),
  kind: text(),
  name: text(),
  namespace: text(),
  resourceVersion: text(),
  uid: text(),
});

const kinds: Readonly<Record<string, Fields>> = {
  'networking.k8s.io/v1/NetworkPolicy': { spec: networkPolicy },
  'v1/Service': { spec: service },
  'v1/Namespace': { spec: object({ finalizers: list(text()) }) },
  'v1/ServiceAccount': {
    automountServiceAccountToken: boolean,
    imagePullSecrets: list(object({ name: text() })),
    secrets: list(reference),
  },
};

/**
 * Fields of the kinds of Kubernetes that we write, beside those that all
 * objects have.
 */
export function findCoreDefinition({
  apiVersion,
  kind,
}: {
  apiVersion: string;
  kind: string;
}): Fields | undefined {
  const id = `${apiVersion}/${kind}`;
  return Object.hasOwn(kinds, id) ? kinds[id] : undefined;
}
