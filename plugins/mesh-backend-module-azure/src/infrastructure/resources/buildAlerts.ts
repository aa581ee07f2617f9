import type { JsonObject } from '@backstage/types';
import { type Desired, SECONDS } from '../Desired';
import { nameOf } from '../ids';
import type { PlanContext } from '../PlanContext';

type Alert = {
  alert: string;
  expression: string;
  for: string;
  /** 0 is the worst, 4 the mildest. */
  severity: number;
  summary: string;
};

const SEEN = 'reporter="destination"';
const PLAIN = `${SEEN},connection_security_policy!="mutual_tls"`;
const WORKLOAD = 'destination_workload,destination_workload_namespace';

/** What a person is told, and when. */
const ALERTS: readonly Alert[] = [
  {
    alert: 'MeshMutualTlsShare',
    expression: `sum(rate(istio_requests_total{${SEEN},connection_security_policy="mutual_tls"}[5m])) / sum(rate(istio_requests_total{${SEEN}}[5m])) < 0.99`,
    for: 'PT15M',
    severity: 2,
    summary: 'Less than 99 % of calls in the mesh are mutual TLS.',
  },
  {
    alert: 'MeshPlaintextCallers',
    expression: `sum by (${WORKLOAD}) (rate(istio_requests_total{${PLAIN}}[5m])) > 0 or sum by (${WORKLOAD}) (rate(istio_tcp_connections_opened_total{${PLAIN}}[5m])) > 0`,
    for: 'PT10M',
    severity: 2,
    summary: 'A workload is called without mutual TLS.',
  },
  {
    alert: 'MeshDenialSpike',
    expression: `sum by (${WORKLOAD}) (rate(istio_requests_total{${SEEN},response_code="403"}[5m])) > 1 and sum by (${WORKLOAD}) (rate(istio_requests_total{${SEEN},response_code="403"}[5m])) > 5 * sum by (${WORKLOAD}) (rate(istio_requests_total{${SEEN},response_code="403"}[1h] offset 5m))`,
    for: 'PT5M',
    severity: 2,
    summary: 'Far more calls to a workload are denied than usual.',
  },
  {
    alert: 'MeshCertificateAge',
    expression:
      'min by (pod,namespace) (envoy_server_days_until_first_cert_expiring) < 1 and on (pod,namespace) (envoy_server_uptime > 86400)',
    for: 'PT1H',
    severity: 1,
    summary:
      'A proxy has a certificate that runs out within a day and was not renewed.',
  },
  {
    alert: 'MeshControlPlaneDown',
    expression: 'absent(up{job="istiod"} == 1)',
    for: 'PT5M',
    severity: 0,
    summary: 'No replica of the control plane of the mesh answers.',
  },
  {
    alert: 'MeshControlPlaneRejects',
    expression: 'sum by (type) (rate(pilot_total_xds_rejects[5m])) > 0',
    for: 'PT10M',
    severity: 2,
    summary: 'Proxies refuse what the control plane sends them.',
  },
];

export function buildAlerts({ spec, ids, tags }: PlanContext): Desired[] {
  const { actionGroups } = spec.monitoring;
  return [
    {
      step: 'alerts',
      title: `Alerts ${nameOf(ids.alerts)}`,
      type: 'Microsoft.AlertsManagement/prometheusRuleGroups',
      id: ids.alerts,
      body: {
        location: spec.region,
        tags,
        properties: {
          description: 'What goes wrong in a mesh',
          enabled: true,
          clusterName: spec.name,
          interval: 'PT1M',
          scopes: [ids.metrics],
          rules: ALERTS.map(alert => toRule(alert, actionGroups)),
        },
      },
      dependsOn: ['metrics', 'cluster'],
      answers: ['monitoring.actionGroups'],
      seconds: SECONDS.quick,
      reason: 'Somebody should know when the mesh does not protect.',
    },
  ];
}

function toRule(
  { summary, ...alert }: Alert,
  actionGroups: readonly string[],
): JsonObject {
  return {
    ...alert,
    enabled: true,
    annotations: { summary },
    actions: actionGroups.map(actionGroupId => ({ actionGroupId })),
    resolveConfiguration: { autoResolved: true, timeToResolve: 'PT10M' },
  };
}
