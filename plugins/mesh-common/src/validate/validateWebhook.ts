import type { MeshObject } from '../objects';
import type { Validation } from './types';
import {
  checkPeerAuthentication,
  checkRequestAuthentication,
} from './webhook/authentication';
import { checkAuthorizationPolicy } from './webhook/authorizationPolicy';

const checks: Readonly<Record<string, (object: MeshObject) => Validation>> = {
  AuthorizationPolicy: checkAuthorizationPolicy,
  PeerAuthentication: checkPeerAuthentication,
  RequestAuthentication: checkRequestAuthentication,
};

/**
 * What the webhook of the control plane says to an object once the API server
 * has taken it: the rules that need more than its definition. Undefined for
 * kinds that are not known here.
 *
 * @public
 */
export function validateWebhook(object: MeshObject): Validation | undefined {
  if (!object.apiVersion.startsWith('security.istio.io/')) return undefined;
  return Object.hasOwn(checks, object.kind)
    ? checks[object.kind]?.(object)
    : undefined;
}
