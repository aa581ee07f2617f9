import { type Desired, SECONDS } from '../Desired';
import { nameOf } from '../ids';
import type { PlanContext } from '../PlanContext';

/** Who the cluster and the application gateway are. */
export function buildIdentities(context: PlanContext): Desired[] {
  const { spec, ids, isAdopted } = context;
  const identities: Desired[] = [];
  if (!isAdopted) {
    identities.push(
      build(context, {
        step: 'identity/cluster',
        id: ids.clusterIdentity,
        reason: 'The cluster is it, so its rights are there before it is.',
      }),
    );
  }
  if (spec.edge) {
    identities.push(
      build(context, {
        step: 'identity/gateway',
        id: ids.gatewayIdentity,
        reason: 'The application gateway reads its certificate as it.',
      }),
    );
  }
  return identities;
}

function build(
  { spec, tags }: PlanContext,
  options: Pick<Desired, 'step' | 'id' | 'reason'>,
): Desired {
  return {
    ...options,
    title: `Identity ${nameOf(options.id)}`,
    type: 'Microsoft.ManagedIdentity/userAssignedIdentities',
    body: { location: spec.region, tags },
    dependsOn: ['group'],
    answers: ['name'],
    seconds: SECONDS.quick,
  };
}
