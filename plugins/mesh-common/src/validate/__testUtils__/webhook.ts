import type { MeshObject } from '../../objects';
import type { Validation } from '../types';
import { validateWebhook } from '../validateWebhook';

const groups: Readonly<Record<string, string>> = {
  AuthorizationPolicy: 'security.istio.io/v1',
  PeerAuthentication: 'security.istio.io/v1',
  RequestAuthentication: 'security.istio.io/v1',
  Telemetry: 'telemetry.istio.io/v1',
  TrafficExtension: 'extensions.istio.io/v1alpha1',
  WasmPlugin: 'extensions.istio.io/v1alpha1',
};

/** What the webhook says to an object of the namespace `shop`. */
export function judge(
  kind: string,
  spec: unknown,
  metadata: Partial<MeshObject['metadata']> = {},
): Validation {
  const found = validateWebhook(
    {
      apiVersion: groups[kind] ?? 'networking.istio.io/v1',
      kind,
      metadata: { name: 'a', namespace: 'shop', ...metadata },
      spec: spec as MeshObject['spec'],
    },
    { istio: '1.32' },
  );
  if (!found) throw new Error(`Nothing is known about ${kind}`);
  return found;
}

export const fine: Validation = { errors: [], warnings: [] };

/** What is said when an object is refused for one reason. */
export const refused = (message: string) => ({
  errors: [expect.stringContaining(message)],
  warnings: expect.anything(),
});

/** What is said when one thing is said to an object that is accepted. */
export const warned = (message: string) => ({
  errors: [],
  warnings: [expect.stringContaining(message)],
});
