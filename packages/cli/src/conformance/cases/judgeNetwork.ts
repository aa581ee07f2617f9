import {
  evaluateNetworkPolicy,
  indexNetwork,
  parseAddress,
  parseBlock,
  toLabels,
  toRecord,
  toRecords,
  toText,
  type Address,
  type NamedPort,
  type NetworkEndpoint,
  type NetworkRules,
} from '@meshwright/plugin-mesh-common/evaluate';
import { need, needRecords, toObject } from '../readCase';
import type { Difference, Json } from '../types';

type Named = { name: string; endpoint: NetworkEndpoint };
type Sample = { protocol: string; port: number };

const protocols = ['TCP', 'UDP', 'SCTP'];

/**
 * Cases with the complete list of what may connect to what. All pairs are
 * asked at the ports and addresses where some answer could change.
 */
export function judgeNetwork(_: Json, item: Json): Difference | undefined {
  const resources = needRecords(item, 'resources');
  const network = indexNetwork(resources.map(toObject));
  const pods = listPods(resources);
  const ports = listPortNumbers(item).flatMap(port => [
    port - 1,
    port,
    port + 1,
  ]);
  const samples = [1, 65535, ...ports]
    .filter(port => port >= 1 && port <= 65535)
    .flatMap(port => protocols.map(protocol => ({ protocol, port })));
  const ranges = listRanges(item);
  const parties = [...pods, ...ranges];
  const expected = readExpected(item);
  const wrongPairs: Wrong[] = [];
  for (const source of parties) {
    for (const destination of parties) {
      if (source.name === destination.name) continue;
      if (!source.endpoint.namespace && !destination.endpoint.namespace) {
        continue;
      }
      const wrong = samples.filter(
        sample =>
          ask(network, { source, destination, sample }) !==
          isExpected(expected, { source, destination, sample }),
      );
      if (wrong.length > 0) {
        wrongPairs.push({ source, destination, samples: wrong });
      }
    }
  }
  return summarize(wrongPairs, expected);
}

type Wrong = { source: Named; destination: Named; samples: Sample[] };

const MOST_SHOWN = 5;

/** Some of the connections about which there is disagreement. */
function summarize(
  wrong: readonly Wrong[],
  expected: readonly Connection[],
): Difference | undefined {
  if (wrong.length === 0) return undefined;
  const shown = wrong.slice(0, MOST_SHOWN).flatMap(pair => {
    const [sample] = pair.samples;
    return sample ? [{ ...pair, sample }] : [];
  });
  const describe = (isAllowed: (question: Question) => boolean) =>
    shown.map(question => {
      const { source, destination, sample } = question;
      const verb = isAllowed(question) ? 'reaches' : 'does not reach';
      return `${source.name} ${verb} ${destination.name} at ${sample.protocol} ${sample.port}`;
    });
  return {
    expected: describe(question => isExpected(expected, question)),
    got: describe(question => !isExpected(expected, question)),
  };
}

type Question = { source: Named; destination: Named; sample: Sample };

function ask(
  network: NetworkRules,
  { source, destination, sample }: Question,
): boolean {
  const result = evaluateNetworkPolicy(network, {
    source: source.endpoint,
    destination: destination.endpoint,
    ...sample,
  });
  return result.allowed === true;
}

type Connection = { src: string; dst: string; conn: string };

function readExpected(item: Json): Connection[] {
  return needRecords(need(item, 'expect'), 'allowed').map(entry => ({
    src: String(entry.src),
    dst: String(entry.dst),
    conn: String(entry.conn),
  }));
}

function isExpected(
  expected: readonly Connection[],
  { source, destination, sample }: Question,
): boolean {
  return expected.some(
    ({ src, dst, conn }) =>
      covers(src, source) &&
      covers(dst, destination) &&
      coversPort(conn, sample),
  );
}

function covers(text: string, { name, endpoint }: Named): boolean {
  if (!text.endsWith('[External]')) return text === name;
  const { ip, namespace } = endpoint;
  if (!ip || namespace !== undefined) return false;
  const [from, to] = text.slice(0, -'[External]'.length).split('-');
  const first = parseAddress(from ?? '');
  const last = parseAddress(to ?? from ?? '');
  return (
    first !== undefined &&
    last !== undefined &&
    ip.value >= first.value &&
    ip.value <= last.value
  );
}

/** For example `TCP 80,90-100,UDP 53`. */
function coversPort(conn: string, { protocol, port }: Sample): boolean {
  if (conn === 'All Connections') return true;
  let current = '';
  return conn.split(',').some(part => {
    const [head = '', tail] = part.trim().split(' ');
    if (tail !== undefined) current = head;
    else if (protocols.includes(head)) {
      current = head;
      return head === protocol;
    }
    const [from, to] = (tail ?? head).split('-').map(Number);
    return (
      current === protocol && port >= (from ?? 0) && port <= (to ?? from ?? 0)
    );
  });
}

/** Workloads, one per owner. */
function listPods(resources: readonly Json[]): Named[] {
  const named = new Map<string, Named>();
  for (const resource of resources) {
    const metadata = toRecord(resource.metadata);
    const spec = toRecord(resource.spec);
    const template = toRecord(spec.template);
    const isPod = resource.kind === 'Pod';
    if (!isPod && !spec.template) continue;
    const [owner] = toRecords(metadata.ownerReferences);
    const namespace = toText(metadata.namespace) ?? 'default';
    const kind = toText(owner?.kind) ?? String(resource.kind);
    const name = `${namespace}/${owner?.name ?? metadata.name}[${kind}]`;
    const podSpec = toRecord(isPod ? spec : template.spec);
    const labels = isPod ? metadata.labels : toRecord(template.metadata).labels;
    if (named.has(name)) continue;
    named.set(name, {
      name,
      endpoint: {
        namespace,
        labels: toLabels(labels),
        ip: null,
        namedPorts: listPorts(podSpec),
      },
    });
  }
  return [...named.values()];
}

function listPorts(podSpec: Json): NamedPort[] {
  return toRecords(podSpec.containers)
    .flatMap(container => toRecords(container.ports))
    .map(port => ({
      name: String(port.name),
      port: Number(port.containerPort),
      protocol: toText(port.protocol),
    }));
}

/** One address of each part that the blocks of the policies cut out. */
function listRanges(item: Json): Named[] {
  const starts = new Set<bigint>([0n]);
  for (const [text] of JSON.stringify(item.resources).matchAll(
    /\d+\.\d+\.\d+\.\d+\/\d+/g,
  )) {
    const block = parseBlock(text);
    if (!block) continue;
    const size = 1n << BigInt(32 - block.prefix);
    const start = (block.address.value / size) * size;
    starts.add(start);
    if (start + size < 1n << 32n) starts.add(start + size);
  }
  return [...starts].map(value => {
    const ip: Address = { bits: 32, value };
    return { name: `outside ${value}`, endpoint: { labels: {}, ip } };
  });
}

/** Ports that policies and expectations name. */
function listPortNumbers(item: Json): number[] {
  const resources = JSON.stringify(item.resources).match(
    /"(port|endPort|containerPort)":\d+/g,
  );
  const expected = readExpected(item).flatMap(
    ({ conn }) => conn.match(/\d+/g) ?? [],
  );
  const found = (resources ?? []).map(text => text.replace(/\D/g, ''));
  return [...new Set([...found, ...expected].map(Number))];
}
