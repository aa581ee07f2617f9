import type { AuditorService } from '@backstage/backend-plugin-api';
import { createAuditing } from './createAuditing';
import type { MeshService } from './MeshService';

/** Records who settled what or took everything along, and who tried. */
export function createAuditedMeshService(options: {
  service: MeshService;
  auditor: AuditorService;
}): MeshService {
  const { service } = options;
  const audited = createAuditing(options);
  const readInput = audited('input-read', (_: object, call) =>
    service.getInput(call),
  );

  return {
    ...service,
    getInput: call => readInput({}, call),
    decide: audited('request-decide', service.decide),
    bind: audited('binding-create', service.bind),
    registerService: audited('service-register', service.registerService),
    adopt: audited('namespace-adopt', service.adopt),
    confirmRetiring: audited('retiring-confirm', service.confirmRetiring),
    reconcileNow: audited('cluster-reconcile-request', service.reconcileNow),
  };
}
