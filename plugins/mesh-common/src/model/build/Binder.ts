import { isReservedNamespace } from '../read/names';
import type {
  Binding,
  Declaration,
  DeploymentClaim,
  MeshInput,
  WorkloadBinding,
} from '../types';
import { type Bindings, covers } from './bindings';
import type { Claim } from './claims';

/** Why a claim does not hold. */
export type Refusal = Pick<
  Extract<WorkloadBinding, { state: 'unbound' }>,
  'reason' | 'message'
> & { code: 'MW1110' | 'MW1111' | 'MW1112' };

/** Finds the binding that a claim on a namespace holds under, or makes it. */
export class Binder {
  /** Bindings made for those who came first. */
  readonly made: Array<Omit<Binding, 'id'>> = [];

  constructor(readonly input: MeshInput, readonly bindings: Bindings) {}

  bind(
    claim: Claim,
    deployment: DeploymentClaim,
  ): { binding?: Binding; refusal?: Refusal } {
    const { declaration } = claim;
    const { cluster, namespace } = deployment;
    const claimed = this.bindings.ofNamespace(cluster, namespace);
    const binding =
      claimed.find(item => covers(item, declaration)) ??
      (claimed.length === 0 ? this.#claimFirst(claim, deployment) : undefined);
    if (binding) {
      return { binding };
    }
    return {
      refusal:
        claimed.length > 0
          ? {
              code: 'MW1111',
              reason: 'ForeignNamespace',
              message: describeForeign(declaration, deployment, claimed),
            }
          : {
              code: 'MW1110',
              reason: 'NotBound',
              message: `Namespace ${namespace} in ${cluster} is bound to nobody. Ask the platform team to bind it to ${
                declaration.owner ?? 'an owner, and set spec.owner'
              }`,
            },
    };
  }

  #claimFirst(
    { declaration, retiring }: Claim,
    { cluster, namespace }: DeploymentClaim,
  ): Binding | undefined {
    const { owner, location, entityRef } = declaration;
    const { defaults, instant } = this.input;
    if (
      defaults.unclaimed !== 'first-come' ||
      !owner ||
      retiring ||
      isReservedNamespace(namespace)
    ) {
      return undefined;
    }
    const made = this.bindings.claim({
      cluster,
      namespace,
      owner,
      location,
      at: instant,
      reason: `${entityRef} was the first to claim it`,
    });
    this.made.push(made);
    return this.bindings.ofNamespace(cluster, namespace)[0];
  }
}

function describeForeign(
  declaration: Declaration,
  { cluster, namespace }: DeploymentClaim,
  claimed: Binding[],
): string {
  const mine = claimed.find(item => item.owner === declaration.owner);
  return mine
    ? `Namespace ${namespace} in ${cluster} is bound to ${
        mine.owner
      } for entities from ${mine.locationPrefix}; this one comes from ${
        declaration.location ?? 'an unknown location'
      }. Move its file there, or ask the platform team for a binding`
    : `Namespace ${namespace} in ${cluster} is bound to ${
        claimed[0].owner
      }, not to ${
        declaration.owner ?? 'an entity without an owner'
      }. Use a namespace of your own, or ask the platform team for a binding`;
}
