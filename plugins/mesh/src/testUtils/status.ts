import type { Entity } from '@backstage/catalog-model';
import type {
  Condition,
  EntityStatusResponse,
  WorkloadStatus,
} from '@meshwright/plugin-mesh-common';
import { hours, passAt, pendingEdge, sampleEdge } from './edges';
import { sampleObjects } from './objects';

/** The service whose screens the samples show. */
export const sampleEntity: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'api', namespace: 'default' },
  spec: {
    type: 'service',
    lifecycle: 'production',
    owner: 'group:default/shop',
    mesh: { cluster: 'shop-weu', namespace: 'api' },
  },
  relations: [{ type: 'ownedBy', targetRef: 'group:default/shop' }],
};

export const everythingAllowed: EntityStatusResponse['allowed'] = {
  decide: true,
  bind: true,
  adopt: true,
  confirmRetiring: true,
};

const nothingAllowed: EntityStatusResponse['allowed'] = {
  decide: false,
  bind: false,
  adopt: false,
  confirmRetiring: false,
};

/** A fact of the samples. */
export function sampleCondition(changes: Partial<Condition>): Condition {
  return {
    type: 'Enforced',
    status: 'true',
    reason: 'ReadBack',
    message: 'Every object was read back from shop-weu after the last change.',
    observedAt: passAt,
    ...changes,
  };
}

/** A deployment that is in force, with one request waiting. */
export function sampleWorkload(
  changes: Partial<WorkloadStatus> = {},
): WorkloadStatus {
  return {
    key: 'component:default/api@shop-weu/api',
    entityRef: 'component:default/api',
    owner: 'group:default/shop',
    cluster: 'shop-weu',
    namespace: 'api',
    serviceAccount: 'api',
    ports: [{ name: 'http', port: 80, targetPort: 8080, protocol: 'http' }],
    stage: 'enforce',
    step: 'network',
    mtls: { mode: 'STRICT', source: 'PeerAuthentication api/default' },
    conditions: [
      sampleCondition({ type: 'Declared', reason: 'Readable' }),
      sampleCondition({ type: 'Bound', reason: 'Bound' }),
      sampleCondition({ type: 'Applied', reason: 'Applied' }),
      sampleCondition({}),
      sampleCondition({ type: 'Encrypted', reason: 'Strict' }),
      sampleCondition({
        type: 'Resolvable',
        status: 'unknown',
        reason: 'ZoneUnreadable',
        message: 'The zone mesh.internal did not answer at the last pass.',
      }),
    ],
    inbound: [sampleEdge({ from: 'web', to: 'api' }), pendingEdge],
    outbound: [
      sampleEdge(
        { from: 'api', to: 'db' },
        { what: 'TCP 5432', open: 'observed', traffic: undefined },
      ),
      sampleEdge(
        { from: 'api', to: 'payments' },
        {
          what: 'POST /payments',
          open: 'approved',
          summary: 'broken',
          sentence:
            'Declined by payments (group:default/payments): use the queue instead.',
          consent: {
            state: 'denied',
            reason: 'Declined',
            message: 'Declined: use the queue instead.',
            by: 'user:default/olaf',
            at: hours(-30),
          },
          objects: [],
          traffic: { rate: 0.4, denied: 1, mtls: 1, lastSeen: hours(-0.2) },
        },
      ),
    ],
    objects: sampleObjects,
    names: [
      {
        host: 'api.mesh.internal',
        kind: 'dns',
        zone: 'mesh.internal',
        expected: ['10.240.4.4'],
        found: ['10.240.4.4'],
        state: 'applied',
        message: 'The record in mesh.internal is as expected.',
      },
    ],
    summary: 'in-force',
    sentence:
      'In force: 1 caller may reach this service, all calls are mutually authenticated.',
    ...changes,
  };
}

/** The status of the sample service, changed as told. */
export function sampleStatus(
  changes: Partial<EntityStatusResponse['status']> = {},
  allowed: EntityStatusResponse['allowed'] = nothingAllowed,
): EntityStatusResponse {
  const workload = sampleWorkload();
  return {
    status: {
      entityRef: 'component:default/api',
      passAt,
      workloads: [workload],
      diagnostics: [
        {
          code: 'MW1014',
          severity: 'warning',
          entityRef: 'component:default/api',
          pointer: '/spec/mesh/traffic',
          message:
            'The key traffic is not supported yet; remove it, or leave it for a later version.',
        },
      ],
      summary: workload.summary,
      sentence: workload.sentence,
      ...changes,
    },
    allowed,
  };
}
