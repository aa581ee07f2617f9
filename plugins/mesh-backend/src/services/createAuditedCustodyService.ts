import type { AuditorService } from '@backstage/backend-plugin-api';
import { createAuditing } from './createAuditing';
import type { CustodyService } from './CustodyService';

/** Records who changed who manages a cluster, and who tried. */
export function createAuditedCustodyService(options: {
  service: CustodyService;
  auditor: AuditorService;
}): CustodyService {
  const { service } = options;
  const audited = createAuditing(options);
  return {
    ...service,
    uninstall: audited('cluster-uninstall', service.uninstall),
    manage: audited('cluster-manage', service.manage),
    takeOver: audited('cluster-take-over', service.takeOver),
    withdrawLeftovers: audited(
      'cluster-leftovers-withdraw',
      service.withdrawLeftovers,
    ),
  };
}
