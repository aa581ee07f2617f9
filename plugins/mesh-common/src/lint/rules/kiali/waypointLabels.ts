import { toLabels } from '../../../evaluate/readJson';
import type { MeshObject } from '../../../objects';
import type { LintContext, ObjectRule, RuleFinding } from '../../types';
import { isAmbient, namespaceLabels } from '../read/namespaces';

const USE = 'istio.io/use-waypoint';

/** A waypoint is taken only from ambient pods, and only when it is there. */
export const waypointLabels: ObjectRule = {
  code: 'MW2212',
  severity: 'error',
  summary: 'A waypoint that is asked for is there, in an ambient mesh',
  aliases: ['KIA1312', 'KIA1313'],
  check: context =>
    ['Namespace', 'Service', 'Pod'].flatMap(kind =>
      context.ofKind(kind).flatMap(object => check(context, object)),
    ),
};

function check(context: LintContext, object: MeshObject): RuleFinding[] {
  const labels = toLabels(object.metadata.labels);
  const waypoint = labels[USE];
  if (waypoint === undefined || waypoint === 'none') return [];
  const { complete } = context.options;
  const namespace =
    object.kind === 'Namespace'
      ? object.metadata.name
      : object.metadata.namespace ?? '';
  const path = `metadata/labels/${USE.replace('/', '~1')}`;
  const where = labels['istio.io/use-waypoint-namespace'] ?? namespace;
  const found = context.find('Gateway', where, waypoint);
  if (complete && !found) {
    const message = `There is no waypoint '${waypoint}' in namespace '${where}': policies for the Service are enforced by nobody. Create the Gateway (class istio-waypoint), or correct the label.`;
    return [{ object, path, message }];
  }
  const ofNamespace = namespaceLabels(context, namespace);
  if (!ofNamespace || isAmbient(ofNamespace) || isAmbient(labels)) return [];
  const message =
    'The namespace is not ambient, so its callers do not take the waypoint. Label it istio.io/dataplane-mode: ambient, or remove this label.';
  return [{ object, path, message, severity: 'warning' }];
}
