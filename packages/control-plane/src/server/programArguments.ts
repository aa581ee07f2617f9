import { join } from 'node:path';

export type Ports = { etcd: number; peers: number; api: number };

export function etcdArguments(folder: string, { etcd, peers }: Ports) {
  const clients = `http://127.0.0.1:${etcd}`;
  const others = `http://127.0.0.1:${peers}`;
  return [
    `--data-dir=${join(folder, 'etcd')}`,
    `--listen-client-urls=${clients}`,
    `--advertise-client-urls=${clients}`,
    `--listen-peer-urls=${others}`,
    `--initial-advertise-peer-urls=${others}`,
    `--initial-cluster=default=${others}`,
    '--log-level=warn',
    // What a test wrote need not outlive a power cut.
    '--unsafe-no-fsync=true',
  ];
}

export function apiServerArguments(
  folder: string,
  { etcd, api }: Ports,
  { serviceAccounts }: { serviceAccounts: boolean },
) {
  const file = (name: string) => join(folder, name);
  return [
    `--etcd-servers=http://127.0.0.1:${etcd}`,
    `--cert-dir=${file('certificates')}`,
    '--bind-address=127.0.0.1',
    '--advertise-address=127.0.0.1',
    `--secure-port=${api}`,
    `--tls-cert-file=${file('server.crt')}`,
    `--tls-private-key-file=${file('server.key')}`,
    `--client-ca-file=${file('ca.crt')}`,
    // Of a managed cluster.
    '--service-cluster-ip-range=10.0.0.0/16',
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${file('tokens.pub')}`,
    `--service-account-signing-key-file=${file('tokens.key')}`,
    '--authorization-mode=RBAC',
    `--audit-policy-file=${file('audit.yaml')}`,
    `--audit-log-path=${file('audit.log')}`,
    '--audit-log-mode=blocking',
    // A host that is not Linux has no endpoint of its own to announce.
    '--endpoint-reconciler-type=none',
    ...(serviceAccounts ? [] : ['--disable-admission-plugins=ServiceAccount']),
  ];
}

export function controllerManagerArguments(
  folder: string,
  controllers: readonly string[],
) {
  const file = (name: string) => join(folder, name);
  return [
    `--kubeconfig=${file('controllers.kubeconfig')}`,
    '--leader-elect=false',
    '--secure-port=0',
    `--service-account-private-key-file=${file('tokens.key')}`,
    `--root-ca-file=${file('ca.crt')}`,
    // Its pace is meant for a cluster that others use too.
    '--kube-api-qps=500',
    '--kube-api-burst=1000',
    `--controllers=${controllers.join(',')}`,
  ];
}

export function auditPolicy({ reads }: { reads: boolean }): string {
  return JSON.stringify({
    apiVersion: 'audit.k8s.io/v1',
    kind: 'Policy',
    omitStages: ['RequestReceived'],
    rules: [
      ...(reads ? [] : [{ level: 'None', verbs: ['get', 'list', 'watch'] }]),
      { level: 'Metadata' },
    ],
  });
}
