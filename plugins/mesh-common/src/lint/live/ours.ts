import {
  FIELD_MANAGER,
  isOwned,
  LABEL_MANAGED_BY,
  type MeshObject,
} from '../../objects';
import type { LintContext } from '../types';

/** True for objects of this installation; of any when it is not named. */
export function isOurs({ options }: LintContext, object: MeshObject): boolean {
  return options.instance === undefined
    ? object.metadata.labels?.[LABEL_MANAGED_BY] === FIELD_MANAGER
    : isOwned(object, options.instance);
}

/** Namespaces whose policies are ours. */
export function managedNamespaces(context: LintContext): ReadonlySet<string> {
  return context.derive(readManaged);
}

function readManaged(context: LintContext): ReadonlySet<string> {
  return new Set(
    ['AuthorizationPolicy', 'PeerAuthentication', 'NetworkPolicy']
      .flatMap(kind => context.ofKind(kind))
      .filter(object => isOurs(context, object))
      .map(({ metadata }) => metadata.namespace ?? ''),
  );
}
