import { type Desired, SECONDS } from '../Desired';
import type { PlanContext } from '../PlanContext';

export function buildGroup({ spec, ids, tags }: PlanContext): Desired[] {
  return [
    {
      step: 'group',
      title: `Resource group ${spec.resourceGroup}`,
      type: 'Microsoft.Resources/resourceGroups',
      id: ids.group,
      body: { location: spec.region, tags },
      dependsOn: [],
      answers: ['resourceGroup', 'region', 'tags'],
      seconds: { ...SECONDS.quick, delete: 60 },
      reason: 'Everything of the cluster lies in it.',
    },
  ];
}
