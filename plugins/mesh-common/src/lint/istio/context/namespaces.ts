import type { MeshObject } from '../../../objects';
import type { LintContext } from '../../types';
import { createLintContext } from '../../createLintContext';
import { byFullName, core } from './objects';

/** Namespaces of Kubernetes itself, which Istio's analyzers leave alone. */
const systemNamespaces = new Set([
  'kube-system',
  'kube-public',
  'kube-node-lease',
  'local-path-storage',
]);

export function isSystemNamespace(name: string): boolean {
  return systemNamespaces.has(name);
}

/** The same without what is in namespaces of Kubernetes itself. */
export function withoutSystem(context: LintContext): LintContext {
  const kept = context.objects.filter(
    ({ kind, metadata: { namespace, name } }) =>
      !isSystemNamespace(kind === 'Namespace' ? name : namespace ?? ''),
  );
  return kept.length === context.objects.length
    ? context
    : createLintContext(kept, context.options);
}

/** Namespaces by name; derive it from the context. */
export function indexNamespaces(
  context: LintContext,
): ReadonlyMap<string, MeshObject> {
  return byFullName(core(context, 'Namespace'));
}
