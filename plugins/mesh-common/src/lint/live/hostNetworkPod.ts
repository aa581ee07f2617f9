import { listNetPolicies } from '../rules/read/network';
import type { LintContext, ObjectRule } from '../types';
import { governedNamespaces, listPods } from './readPods';

/** With the network of the node, a pod is the node. */
export const hostNetworkPod: ObjectRule = {
  code: 'MW3003',
  severity: 'error',
  summary: 'Pods that policies are for have a network of their own',
  aliases: ['SEG-HOST-NETWORK'],
  check: context =>
    listPods(context)
      .filter(
        ({ hostNetwork, namespace }) =>
          hostNetwork &&
          (governedNamespaces(context).has(namespace) ||
            context.derive(readIsolated).has(namespace)),
      )
      .map(({ object }) => ({
        object,
        path: 'spec/hostNetwork',
        message:
          'The pod uses the network of its node: it gets no proxy, and NetworkPolicies do not hold for it. Remove hostNetwork, or move the pod to a namespace without policies.',
      })),
};

function readIsolated(context: LintContext): ReadonlySet<string> {
  return new Set(listNetPolicies(context).map(({ namespace }) => namespace));
}
