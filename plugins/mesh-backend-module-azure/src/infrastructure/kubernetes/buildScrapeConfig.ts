import type { JsonObject } from '@backstage/types';
import { stringify } from 'yaml';
import type { PlanContext } from '../PlanContext';
import { objectLabels } from './objectLabels';

const ADDRESS = '__meta_kubernetes_pod_ip';
const ANNOTATION = '__meta_kubernetes_pod_annotation_prometheus_io';

/** Reads each pod once, whether or not a Service leads to it. */
export function buildScrapeConfig(context: PlanContext): JsonObject {
  const config = { scrape_configs: [proxies(), controlPlane()] };
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: 'ama-metrics-prometheus-config',
      namespace: 'kube-system',
      labels: objectLabels(context),
    },
    data: { 'prometheus-config': stringify(config) },
  };
}

function proxies() {
  return {
    job_name: 'istio-proxies',
    scrape_interval: '30s',
    kubernetes_sd_configs: [{ role: 'pod' }],
    relabel_configs: [
      keep(`${ANNOTATION}_scrape`, 'true'),
      keep('__meta_kubernetes_pod_phase', 'Running'),
      // One of several containers of a pod, or it would be read many times.
      keep('__meta_kubernetes_pod_container_name', 'istio-proxy'),
      keep('__meta_kubernetes_pod_container_port_name', '.*-prom'),
      {
        source_labels: [`${ANNOTATION}_path`],
        regex: '(.+)',
        target_label: '__metrics_path__',
      },
      {
        source_labels: [ADDRESS, `${ANNOTATION}_port`],
        separator: ':',
        target_label: '__address__',
      },
      ...podLabels(),
    ],
    metric_relabel_configs: [
      keep(
        '__name__',
        'istio_.*|envoy_server_days_until_first_cert_expiring|envoy_server_uptime',
      ),
    ],
  };
}

function controlPlane() {
  return {
    job_name: 'istiod',
    scrape_interval: '30s',
    kubernetes_sd_configs: [
      { role: 'pod', namespaces: { names: ['aks-istio-system'] } },
    ],
    relabel_configs: [
      keep('__meta_kubernetes_pod_label_app', 'istiod'),
      keep('__meta_kubernetes_pod_container_port_number', '15014'),
      ...podLabels(),
    ],
    metric_relabel_configs: [keep('__name__', 'pilot_.*|citadel_.*|up')],
  };
}

function podLabels() {
  return [
    {
      source_labels: ['__meta_kubernetes_namespace'],
      target_label: 'namespace',
    },
    { source_labels: ['__meta_kubernetes_pod_name'], target_label: 'pod' },
  ];
}

function keep(label: string, regex: string) {
  return { action: 'keep', source_labels: [label], regex };
}
