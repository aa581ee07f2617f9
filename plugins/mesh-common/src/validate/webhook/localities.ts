import type { Json } from '../schema/node';
import type { Findings } from './Findings';
import { toItems, toMessage, toMessages, toNumber, toString } from './read';

const topologyLabels = [
  'topology.kubernetes.io/region',
  'topology.kubernetes.io/zone',
  'topology.istio.io/subzone',
];

const needsOutliers = 'outlier detection policy must be provided for failover';

/** Checks how traffic stays near. */
export function checkLocalitySetting(
  given: unknown,
  hasOutliers: boolean,
  out: Findings,
): void {
  const setting = toMessage(given);
  if (!setting) return;
  const distribute = toMessages(setting.distribute);
  const failover = toMessages(setting.failover);
  const priority = toItems(setting.failoverPriority);
  if (distribute.length > 0 && failover.length > 0) {
    out.error("can not simultaneously specify 'distribute' and 'failover'");
    return;
  }
  const topology = priority.find(label => topologyLabels.includes(label));
  if (failover.length > 0 && topology !== undefined) {
    out.error(
      `can not simultaneously set 'failover' and topology label '${topology}' in 'failover_priority'`,
    );
    return;
  }
  if (!checkDistribution(distribute, out)) return;
  if (failover.length + priority.length > 0 && !hasOutliers) {
    out.warn(needsOutliers);
  }
  checkFailover(failover, 'locality lb', out);
}

/** Checks how traffic stays in its zone. */
export function checkZoneSetting(
  given: unknown,
  hasOutliers: boolean,
  out: Findings,
): void {
  const setting = toMessage(given);
  if (!setting) return;
  const failover = toMessages(setting.failover);
  const priority = toItems(setting.failoverPriority);
  for (const label of priority) {
    if (!topologyLabels.includes(label)) continue;
    out.error(
      `'failover_priority' for zone aware lb must not use topology label '${label}'; region- and zone-level routing are handled automatically`,
    );
  }
  if (failover.length + priority.length > 0 && !hasOutliers) {
    out.warn(needsOutliers);
  }
  checkFailover(failover, 'zone aware lb', out);
}

function checkFailover(
  list: readonly (Json | undefined)[],
  subject: string,
  out: Findings,
): void {
  for (const item of list) {
    const ends = [toString(item?.from), toString(item?.to)];
    if (ends[0] === ends[1]) {
      out.error(`${subject} failover settings must specify different regions`);
    }
    if (ends.some(end => end.includes('/'))) {
      out.error(
        subject === 'locality lb'
          ? `${subject} failover only specify region`
          : `${subject} failover only specifies region; zone and subzone failover are handled automatically`,
      );
    }
    if (ends.some(end => end.includes('*'))) {
      out.error(`${subject} failover region should not contain '*' wildcard`);
    }
  }
}

/** Whether anything else is to be looked at. */
function checkDistribution(
  list: readonly (Json | undefined)[],
  out: Findings,
): boolean {
  for (const item of list) {
    const to = Object.entries(toMessage(item?.to) ?? {});
    const weights = to.map(([, weight]) => toNumber(weight));
    if (weights.some(weight => weight <= 0 || weight > 100)) {
      out.error('locality weight must be in range [1, 100]');
      return false;
    }
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    if (total !== 100) {
      out.error(`total locality weight ${total} != 100`);
      return false;
    }
    out.error(findLocalityProblem(to.map(([locality]) => locality)));
  }
  out.error(findLocalityProblem(list.map(item => toString(item?.from))));
  return true;
}

/** What is wrong with localities: no two may have a place in common. */
function findLocalityProblem(list: readonly string[]): string | undefined {
  const seen: Places = new Map();
  for (const locality of list) {
    const stars = locality.split('*').length - 1;
    if (stars > 1 || (stars === 1 && !locality.endsWith('*'))) {
      return `locality ${locality} wildcard '*' number can not exceed 1 and must be in the end`;
    }
    const overlap = `locality ${locality} overlap with previous specified ones`;
    if (seen.has('*')) return overlap;
    const [region = '', zone, ...rest] = locality.split('/');
    const subZone = rest.length > 0 ? rest.join('/') : undefined;
    if ([region, zone, subZone].includes('')) {
      return `locality ${locality} must not contain empty region/zone/subzone info`;
    }
    if (isTaken(seen.get(region), zone, subZone)) return overlap;
    const zones = seen.get(region) ?? new Map<string, Set<string>>();
    const subZones = zones.get(zone ?? '*') ?? new Set<string>();
    seen.set(region, zones.set(zone ?? '*', subZones.add(subZone ?? '*')));
  }
  return undefined;
}

/** Regions with their zones with their parts; `*` stands for all of one. */
type Places = Map<string, Map<string, Set<string>>>;

function isTaken(
  zones: ReadonlyMap<string, ReadonlySet<string>> | undefined,
  zone: string | undefined,
  subZone: string | undefined,
): boolean {
  if (!zones) return false;
  if (zone === undefined || zones.has('*')) return true;
  const parts = zones.get(zone);
  if (!parts) return false;
  return subZone === undefined || parts.has('*') || parts.has(subZone);
}
