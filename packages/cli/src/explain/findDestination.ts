import type { CallRequest, Workload } from '@meshwright/plugin-mesh-common';
import { UsageError } from '../terminal';
import { type ServiceFacts, selects } from '../world/services';
import type { Scenery } from './buildRequest';
import { listProviders } from './findConsent';
import type { Party } from './parseParty';
import {
  describeMissing,
  podToParty,
  workloadsOf,
  workloadToParty,
} from './toParty';

type Destination = CallRequest['destination'];

/** Who is called, and on which port. */
export function findDestination(party: Party, scenery: Scenery): Destination {
  return party.type === 'entity'
    ? ofEntity(party, scenery)
    : ofService(party, scenery);
}

function ofEntity(
  { ref, port }: Extract<Party, { type: 'entity' }>,
  scenery: Scenery,
): Destination {
  const [workload] = listProviders(ref, scenery.model).flatMap(provider =>
    workloadsOf(provider, scenery),
  );
  if (!workload) throw new UsageError(describeMissing('to', ref, scenery));
  return { ...workloadToParty(workload, scenery), ...portOf(workload, port) };
}

function portOf(
  { entityRef, ports, service, namespace }: Workload,
  wanted: string | undefined,
): Pick<Destination, 'port' | 'servicePort' | 'protocol' | 'service'> {
  const address = service ? { service: `${service}.${namespace}` } : {};
  const found =
    wanted === undefined
      ? ports.find(({ scrape }) => !scrape) ?? ports[0]
      : ports.find(
          ({ name, port }) => name === wanted || port === Number(wanted),
        );
  if (found) {
    const { port, targetPort, protocol } = found;
    return { ...address, port: targetPort, servicePort: port, protocol };
  }
  const number = readNumber(wanted);
  if (number === undefined) {
    const names = ports.map(({ name, port }) => `${name} (${port})`);
    throw new UsageError(
      `${entityRef} has ${
        wanted === undefined ? 'no port; name one' : `no port '${wanted}'`
      }: --to REFERENCE:PORT; it declares ${names.join(', ') || 'none'}`,
    );
  }
  // Nobody declared it, which is a fair question to ask about.
  return { ...address, port: number, protocol: 'unknown' };
}

function ofService(
  { namespace, name, port }: Extract<Party, { type: 'pair' }>,
  scenery: Scenery,
): Destination {
  const service = scenery.services.find(
    each => each.namespace === namespace && each.name === name,
  );
  if (!service) return ofDeclared({ namespace, name, port }, scenery);
  const pod = scenery.pods.find(each => selects(service, each));
  if (!pod) {
    scenery.notes.push(
      `Pods of Service ${namespace}/${name} have a proxy and the labels of its selector: no workload has them`,
    );
  }
  const party = pod
    ? podToParty(pod, scenery)
    : { namespace, labels: service.selector, inMesh: true };
  const found = portOfService(service, port);
  const target =
    typeof found.target === 'number'
      ? found.target
      : pod?.ports.find(each => each.name === found.target)?.port;
  if (target === undefined) {
    throw new UsageError(
      `port '${found.target}' of Service ${namespace}/${name} is named by no container of its pods`,
    );
  }
  return {
    ...party,
    port: target,
    servicePort: found.port,
    protocol: found.protocol,
    service: `${name}.${namespace}`,
    ...(service.headless && { headless: true }),
  };
}

/** A Service that only a declaration names. */
function ofDeclared(
  { namespace, name, port }: { namespace: string; name: string; port?: string },
  scenery: Scenery,
): Destination {
  const workload = scenery.model.workloads.find(
    each =>
      each.cluster === scenery.cluster &&
      each.namespace === namespace &&
      each.service === name,
  );
  if (workload) {
    return { ...workloadToParty(workload, scenery), ...portOf(workload, port) };
  }
  throw new UsageError(
    `--to is ${namespace}/${name}, and no such Service is among the files`,
  );
}

function portOfService(
  { namespace, name, ports }: ServiceFacts,
  wanted: string | undefined,
): ServiceFacts['ports'][number] {
  const found =
    wanted === undefined
      ? ports[0]
      : ports.find(
          each => each.name === wanted || each.port === Number(wanted),
        );
  if (found) return found;
  const number = readNumber(wanted);
  if (number !== undefined) {
    return { port: number, target: number, protocol: 'unknown' };
  }
  throw new UsageError(
    `Service ${namespace}/${name} has no port '${wanted ?? ''}'; it has ${
      ports.map(each => `${each.name ?? ''} (${each.port})`).join(', ') ||
      'none'
    }`,
  );
}

function readNumber(text: string | undefined): number | undefined {
  const number = Number(text);
  return Number.isInteger(number) && number > 0 && number < 65536
    ? number
    : undefined;
}
