import type { LintContext, ObjectRule, RuleFinding } from '../types';
import { modeOf } from './read/mesh';
import { isAmbient, isInjected, namespaceLabels } from './read/namespaces';
import { isOurs } from './read/ours';
import { listPeers } from './read/peers';

/** PERMISSIVE takes plaintext, and plaintext has no identity. */
export const noStrict: ObjectRule = {
  code: 'MW2032',
  severity: 'warning',
  summary: 'Workloads of the mesh accept mutual TLS only',
  aliases: ['SEG-NO-STRICT'],
  check: context => [
    ...listPeers(context)
      .filter(({ mode }) => mode === 'PERMISSIVE' || mode === 'DISABLE')
      .map(({ object, mode }) => ({
        object,
        path: 'spec/mtls/mode',
        // Ours ends by itself: the rollout of the namespace goes on.
        severity: isOurs(context, object) ? ('info' as const) : undefined,
        message:
          mode === 'DISABLE'
            ? 'Mutual TLS is off: calls are neither encrypted nor do they carry an identity that policies could judge. Set the mode to STRICT.'
            : 'Plaintext callers are still let in, and nothing ends that: policies cannot tell who they are. See who still calls in plaintext, then set the mode to STRICT.',
      })),
    ...checkNamespaces(context),
  ],
};

/** Namespaces of the mesh that nothing is said for. */
function checkNamespaces(context: LintContext): RuleFinding[] {
  if (!context.options.complete) return [];
  return context.ofKind('Namespace').flatMap(object => {
    const { name } = object.metadata;
    const labels = namespaceLabels(context, name);
    if (!isInjected(labels) && !isAmbient(labels)) return [];
    const { source } = modeOf(context, { namespace: name, labels: {} });
    if (source.includes('/')) return [];
    const message =
      'No PeerAuthentication is for this namespace, so its workloads accept plaintext. Create one named "default" with mode STRICT here, or in the root namespace for the whole mesh.';
    return [{ object, path: 'metadata/labels', message }];
  });
}
