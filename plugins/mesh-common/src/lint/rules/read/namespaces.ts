import { toLabels } from '../../../evaluate/readJson';
import type { LintContext } from '../../types';
import { listWorkloads } from './workloads';

/** Labels of a Namespace; undefined when the Namespace is not among the objects. */
export function namespaceLabels(
  context: LintContext,
  namespace: string,
): Record<string, string> | undefined {
  const found = context.find('Namespace', '', namespace);
  return found && toLabels(found.metadata.labels);
}

/** Names of the namespaces that exist, or that something is in. */
export function knownNamespaces(context: LintContext): ReadonlySet<string> {
  return context.derive(readNamespaces);
}

function readNamespaces({ objects }: LintContext): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { kind, metadata } of objects) {
    const name = kind === 'Namespace' ? metadata.name : metadata.namespace;
    if (name) names.add(name);
  }
  return names;
}

/** Namespaces in which workloads run. */
export function busyNamespaces(context: LintContext): ReadonlySet<string> {
  return context.derive(readBusy);
}

function readBusy(context: LintContext): ReadonlySet<string> {
  return new Set(listWorkloads(context).map(({ namespace }) => namespace));
}

export function isAmbient(labels: Record<string, string> | undefined): boolean {
  return labels?.['istio.io/dataplane-mode'] === 'ambient';
}

/** Whether new pods get a proxy; undefined when the Namespace is not known. */
export function isInjected(
  labels: Record<string, string> | undefined,
): boolean | undefined {
  if (!labels) return undefined;
  return (
    labels['istio-injection'] === 'enabled' ||
    (labels['istio-injection'] !== 'disabled' &&
      labels['istio.io/rev'] !== undefined)
  );
}

/** True when the control plane is that of the AKS add-on. */
export function isAddOn({ options }: LintContext): boolean {
  return options.rootNamespace === 'aks-istio-system';
}
