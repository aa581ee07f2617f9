import type { MeshObject } from '../../objects';
import { toLabels, toRecords } from '../../evaluate/readJson';
import { SelectorIndex } from '../../evaluate/selectorIndex';
import type { LintContext, ObjectRule } from '../types';
import { listGateways, listServers, selectorOf } from './context/gateways';
import { formatLabels } from './context/labels';
import { toNumber } from './context/numbers';
import {
  core,
  fullName,
  labelsOf,
  namespaceOf,
  specOf,
  type Labels,
} from './context/objects';
import { indexPods } from './context/pods';

/** Calls to the Service of the gateway do not get to such a port. */
export const gatewayPortNotOnService: ObjectRule = {
  code: 'MW2162',
  severity: 'warning',
  summary: 'Ports of a Gateway are ports of the Service of its pods',
  aliases: ['IST0162'],
  check: context => {
    if (!context.options.complete) return [];
    const services = indexServices(context);
    const known = new Map<string, ReadonlySet<number> | undefined>();
    return listGateways(context).flatMap(object => {
      const selector = selectorOf(object);
      const text = formatLabels(selector);
      if (!known.has(text)) {
        known.set(text, listPorts(selector, { services, context }));
      }
      const ports = known.get(text);
      if (!ports) return [];
      return listServers(object)
        .filter(({ hasPort, port }) => hasPort && !ports.has(port))
        .map(({ port }) => ({
          object,
          path: 'spec/servers',
          message: `Gateway ${fullName(
            object,
          )} listens on port ${port}, which no Service of its pods (${text}) leads to. Add the port to the Service, or listen on one of its target ports.`,
        }));
    });
  },
};

function indexServices(context: LintContext): SelectorIndex<MeshObject> {
  const index = new SelectorIndex<MeshObject>();
  for (const service of core(context, 'Service')) {
    const { selector } = specOf(service);
    index.add(namespaceOf(service), toLabels(selector), service);
  }
  return index;
}

/** TCP ports that lead to pods; undefined when there are no such pods. */
function listPorts(
  selector: Labels,
  {
    services,
    context,
  }: { services: SelectorIndex<MeshObject>; context: LintContext },
): ReadonlySet<number> | undefined {
  const pods = [...context.derive(indexPods).select(selector)];
  if (pods.length === 0) return undefined;
  const fronts = new Set(
    pods.flatMap(pod => services.find(namespaceOf(pod), labelsOf(pod))),
  );
  return new Set(
    [...fronts]
      .flatMap(service => toRecords(specOf(service).ports))
      .filter(({ protocol = 'TCP' }) => protocol === 'TCP')
      .flatMap(({ port, targetPort }) => [
        toNumber(port),
        toNumber(targetPort) || toNumber(port),
      ]),
  );
}
