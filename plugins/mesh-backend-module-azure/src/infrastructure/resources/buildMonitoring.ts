import type { Desired } from '../Desired';
import { nameOf } from '../ids';
import type { PlanContext } from '../PlanContext';

/** Where logs and metrics are kept. */
export function buildMonitoring(context: PlanContext): Desired[] {
  return context.isAdopted
    ? // How others collect their logs stays their business.
      [buildMetrics(context)]
    : [buildLogs(context), buildMetrics(context)];
}

function buildLogs({ spec, ids, tags }: PlanContext): Desired {
  const location = spec.region;
  const { logRetentionDays } = spec.monitoring;
  return {
    step: 'logs',
    title: `Log Analytics workspace ${nameOf(ids.logs)}`,
    type: 'Microsoft.OperationalInsights/workspaces',
    id: ids.logs,
    body: {
      location,
      tags,
      properties: {
        sku: { name: 'PerGB2018' },
        retentionInDays: logRetentionDays,
        features: { disableLocalAuth: true },
      },
    },
    dependsOn: ['group'],
    answers: ['monitoring.logRetentionDays'],
    seconds: { create: 15, update: 5, delete: 10 },
    reason: 'Keeps the logs of containers, with the calls that were denied.',
  };
}

function buildMetrics({ spec, ids, tags }: PlanContext): Desired {
  const location = spec.region;
  return {
    step: 'metrics',
    title: `Azure Monitor workspace ${nameOf(ids.metrics)}`,
    type: 'Microsoft.Monitor/accounts',
    id: ids.metrics,
    body: { location, tags, properties: {} },
    dependsOn: ['group'],
    answers: ['region'],
    seconds: { create: 15, update: 5, delete: 10 },
    reason: 'Keeps the metrics of the mesh.',
  };
}
