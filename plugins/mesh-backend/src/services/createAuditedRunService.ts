import type { AuditorService } from '@backstage/backend-plugin-api';
import { createAuditing } from './createAuditing';
import type { RunService } from './RunService';

/** Records who had something done to a cluster, and who tried. */
export function createAuditedRunService(options: {
  service: RunService;
  auditor: AuditorService;
}): RunService {
  const { service } = options;
  const audited = createAuditing(options);
  const start = {
    provision: audited('cluster-provision', service.startRun),
    verify: audited('cluster-verify', service.startRun),
    retire: audited('cluster-retire', service.startRun),
  };

  return {
    ...service,
    startRun: (request, call) => start[request.kind](request, call),
    cancelRun: audited('run-cancel', service.cancelRun),
    resumeRun: audited('run-resume', service.resumeRun),
  };
}
