import { join } from 'node:path';
import {
  apiServerArguments,
  etcdArguments,
  type Ports,
} from '../server/programArguments';

/** What people stored outlives a power cut, unlike what tests stored. */
export function durableEtcdArguments(folder: string, ports: Ports): string[] {
  return etcdArguments(folder, ports).filter(
    argument => !argument.startsWith('--unsafe-no-fsync'),
  );
}

/** With an audit log that ends. */
export function durableApiServerArguments(
  folder: string,
  ports: Ports,
): string[] {
  return [
    ...apiServerArguments(folder, ports, { serviceAccounts: true }),
    '--audit-log-maxsize=20',
    '--audit-log-maxbackup=2',
  ];
}

/** `stages` are files that say what nodes and pods go through. */
export function kwokArguments(
  folder: string,
  stages: readonly string[],
): string[] {
  return [
    `--kubeconfig=${join(folder, 'kwok.kubeconfig')}`,
    '--manage-all-nodes=true',
    '--cidr=10.244.0.0/16',
    '--node-ip=10.224.0.4',
    // Without a lease the controllers hold a node for lost.
    '--node-lease-duration-seconds=40',
    ...stages.map(file => `--config=${file}`),
  ];
}
