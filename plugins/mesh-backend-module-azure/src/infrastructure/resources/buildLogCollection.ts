import { type Desired, SECONDS } from '../Desired';
import { nameOf } from '../ids';
import type { PlanContext } from '../PlanContext';

/**
 * Not the inventory of containers: it has their environment variables, and
 * passwords in those.
 */
const STREAMS = [
  'Microsoft-ContainerLogV2',
  'Microsoft-KubeEvents',
  'Microsoft-KubePodInventory',
];
const DESTINATION = 'logs';

/** How logs get from the cluster into the workspace. */
export function buildLogCollection(context: PlanContext): Desired[] {
  const { spec, ids, tags } = context;
  return [
    {
      step: 'log-rule',
      title: `Data collection rule ${nameOf(ids.logRule)}`,
      type: 'Microsoft.Insights/dataCollectionRules',
      id: ids.logRule,
      body: {
        location: spec.region,
        tags,
        kind: 'Linux',
        properties: {
          dataSources: {
            extensions: [
              {
                name: 'ContainerInsightsExtension',
                extensionName: 'ContainerInsights',
                streams: STREAMS,
                extensionSettings: {
                  dataCollectionSettings: {
                    interval: '1m',
                    namespaceFilteringMode: 'Off',
                    enableContainerLogV2: true,
                  },
                },
              },
            ],
          },
          destinations: {
            logAnalytics: [
              { name: DESTINATION, workspaceResourceId: ids.logs },
            ],
          },
          dataFlows: [{ streams: STREAMS, destinations: [DESTINATION] }],
        },
      },
      dependsOn: ['logs'],
      answers: ['region'],
      seconds: SECONDS.quick,
      reason: 'Says which logs go where; none of environment variables.',
    },
    {
      step: 'log-collection',
      title: `Collection of logs of ${spec.name}`,
      type: 'Microsoft.Insights/dataCollectionRuleAssociations',
      id: ids.logAssociation,
      body: { properties: { dataCollectionRuleId: ids.logRule } },
      dependsOn: ['cluster', 'log-rule'],
      answers: ['name'],
      seconds: SECONDS.quick,
      reason: 'Without it the cluster sends no logs.',
    },
  ];
}
