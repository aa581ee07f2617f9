import type { ObjectRule } from '../types';
import { changedByHand } from './changedByHand';
import { excludedPorts } from './excludedPorts';
import { expiredException } from './expiredException';
import { foreignPolicyKinds } from './foreignPolicyKinds';
import { foreignWidening } from './foreignWidening';
import { gatewaySourceAddress } from './gatewaySourceAddress';
import { hostNetworkPod } from './hostNetworkPod';
import { noEngineSeen } from './noEngineSeen';
import { oldRevision } from './oldRevision';
import { podWithoutProxy } from './podWithoutProxy';
import { proxyUser } from './proxyUser';
import { undeclaredWorkload } from './undeclaredWorkload';

/** What a living cluster shows, MW3001 and up. */
export const liveRules: readonly ObjectRule[] = [
  podWithoutProxy,
  oldRevision,
  hostNetworkPod,
  excludedPorts,
  proxyUser,
  noEngineSeen,
  foreignPolicyKinds,
  changedByHand,
  foreignWidening,
  undeclaredWorkload,
  gatewaySourceAddress,
  expiredException,
];
