import type { ProvisionPlan } from '@meshwright/plugin-mesh-common';
import { exportedAs } from './createSymbols';
import { code, entry, type Expression, text } from './Expression';
import { readTags } from './parameters';
import { type Declaration, printBicep, printText } from './printBicep';

const GROUP = 'Microsoft.Resources/resourceGroups';
const LATEST = '2024-03-01';

/** The file that is deployed: the resource group, and all that is in it. */
export function buildMainFile(plan: ProvisionPlan): string {
  const { spec } = plan;
  const step = plan.steps.find(
    ({ resource }) => resource.type.toLowerCase() === GROUP.toLowerCase(),
  );
  const made = step !== undefined && exportedAs(step) === 'resource';
  const version = step?.resource.apiVersion || LATEST;
  const kind = printText([`${GROUP}@${version}`]);
  const name = entry('name', code('resourceGroupName'));
  const own: Expression = {
    kind: 'object',
    entries: [
      name,
      entry('location', code('location')),
      entry('tags', code('tags')),
    ],
  };
  const declarations: Declaration[] = [
    { head: "targetScope = 'subscription'" },
    {
      description: 'Region of everything that has one.',
      head: 'param location string =',
      value: text(spec.region),
    },
    {
      description: 'Resource group of the cluster.',
      head: 'param resourceGroupName string =',
      value: text(spec.resourceGroup),
    },
    {
      description:
        'Tags of all resources. The ones of Meshwright say who looks after them.',
      head: 'param tags object =',
      value: readTags(plan),
    },
    made
      ? { head: `resource group ${kind} =`, value: own }
      : {
          head: `resource group ${kind} existing =`,
          value: { kind: 'object', entries: [name] },
        },
    { head: "module cluster 'cluster.bicep' =", value: cluster(spec.name) },
  ];
  return printBicep(declarations);
}

function cluster(name: string): Expression {
  return {
    kind: 'object',
    entries: [
      entry('name', text(`meshwright-${name}`)),
      entry('scope', code('group')),
      entry('params', {
        kind: 'object',
        entries: [
          entry('location', code('location')),
          entry('tags', code('tags')),
        ],
      }),
    ],
  };
}
