import { API_VERSIONS, type KnownType } from './apiVersions';
import type { Desired } from './Desired';
import { SECONDS } from './Desired';
import { nameOf } from './ids';
import { isTaggedAs } from './ownership';
import type { PlanContext } from './PlanContext';
import { getText } from './read';

const GATEWAY = 'Microsoft.Network/applicationGateways';
const SECURITY = 'Microsoft.Network/networkSecurityGroups';

/**
 * What carries the mark of the cluster and is not asked for any more, for
 * example a way in that was given up. As with `Desired`, something is needed
 * by what stands in its way.
 */
export function findLeftovers(
  { observed, instance, spec }: PlanContext,
  resources: readonly Desired[],
): Desired[] {
  const known = new Set(resources.map(({ id }) => id.toLowerCase()));
  const owner = { instance, cluster: spec.name };
  const left = (observed.lists.groupResources ?? [])
    .filter(item => isTaggedAs(item.tags, owner))
    .flatMap(item => {
      const id = getText(item, 'id') ?? '';
      const type = findType(getText(item, 'type') ?? '');
      return type && !known.has(id.toLowerCase()) ? [{ id, type }] : [];
    });
  const others = left
    .filter(({ type }) => type !== GATEWAY)
    .map(({ id }) => stepOf(id));
  return left.map(({ id, type }) => ({
    step: stepOf(id),
    title: `${nameOf(id)}, which is not asked for any more`,
    type,
    id,
    dependsOn: type === GATEWAY ? ['network', ...others] : [],
    answers: ['name'],
    seconds: type === GATEWAY ? SECONDS.gateway : SECONDS.quick,
    reason: 'It was made for the cluster and is not asked for any more.',
  }));
}

/** Security groups that a network refers to until it is gone. */
export function listLeftSecurity(leftovers: readonly Desired[]): string[] {
  return leftovers
    .filter(({ type }) => type === SECURITY)
    .map(({ step }) => step);
}

function stepOf(id: string): string {
  return `leftover/${nameOf(id)}`;
}

function findType(type: string): KnownType | undefined {
  return (Object.keys(API_VERSIONS) as KnownType[]).find(
    known => known.toLowerCase() === type.toLowerCase(),
  );
}
