import {
  ANNOTATION_NETWORK_ONLY,
  FIELD_MANAGER,
  isOwned,
  LABEL_MANAGED_BY,
  type MeshObject,
} from '../../../objects';
import type { LintContext } from '../../types';
import { annotationOf } from './plain';

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

/**
 * True for what we wrote as an exception on record: with a reason, an end,
 * and guarded by the network.
 */
export function isExceptionOfOurs(
  context: LintContext,
  object: MeshObject,
): boolean {
  return (
    isOurs(context, object) &&
    annotationOf(object.metadata, ANNOTATION_NETWORK_ONLY) !== ''
  );
}
