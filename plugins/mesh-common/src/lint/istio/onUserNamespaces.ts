import type { ObjectRule } from '../types';
import { withoutSystem } from './context/namespaces';

/** The rule without a look at namespaces of Kubernetes itself. */
export function onUserNamespaces(rule: ObjectRule): ObjectRule {
  return {
    ...rule,
    check: context => rule.check(context.derive(withoutSystem)),
  };
}
