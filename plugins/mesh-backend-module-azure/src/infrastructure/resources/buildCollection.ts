import { type Desired, SECONDS } from '../Desired';
import { nameOf } from '../ids';
import type { PlanContext } from '../PlanContext';

const STREAM = 'Microsoft-PrometheusMetrics';
const DESTINATION = 'metrics';

/** How metrics get from the cluster into the workspace. */
export function buildCollection({ spec, ids, tags }: PlanContext): Desired[] {
  const location = spec.region;
  return [
    {
      step: 'collection-endpoint',
      title: `Data collection endpoint ${nameOf(ids.endpoint)}`,
      type: 'Microsoft.Insights/dataCollectionEndpoints',
      id: ids.endpoint,
      body: {
        location,
        tags,
        kind: 'Linux',
        properties: { networkAcls: { publicNetworkAccess: 'Enabled' } },
      },
      dependsOn: ['group'],
      answers: ['region'],
      seconds: SECONDS.quick,
      reason: 'Takes the metrics that the cluster sends.',
    },
    {
      step: 'collection-rule',
      title: `Data collection rule ${nameOf(ids.rule)}`,
      type: 'Microsoft.Insights/dataCollectionRules',
      id: ids.rule,
      body: {
        location,
        tags,
        kind: 'Linux',
        properties: {
          dataCollectionEndpointId: ids.endpoint,
          dataSources: {
            prometheusForwarder: [
              { name: 'prometheus', streams: [STREAM], labelIncludeFilter: {} },
            ],
          },
          destinations: {
            monitoringAccounts: [
              { name: DESTINATION, accountResourceId: ids.metrics },
            ],
          },
          dataFlows: [{ streams: [STREAM], destinations: [DESTINATION] }],
        },
      },
      dependsOn: ['collection-endpoint', 'metrics'],
      answers: ['region'],
      seconds: SECONDS.quick,
      reason: 'Says which metrics go where.',
    },
    {
      step: 'collection',
      title: `Collection of metrics of ${spec.name}`,
      type: 'Microsoft.Insights/dataCollectionRuleAssociations',
      id: ids.association,
      body: { properties: { dataCollectionRuleId: ids.rule } },
      dependsOn: ['cluster', 'collection-rule'],
      answers: ['name'],
      seconds: SECONDS.quick,
      reason: 'Without it the cluster sends no metrics.',
    },
  ];
}
