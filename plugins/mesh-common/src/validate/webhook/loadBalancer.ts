import type { Json } from '../schema/node';
import { findDurationProblem } from './durations';
import type { Findings } from './Findings';
import { checkLocalitySetting, checkZoneSetting } from './localities';
import { isSet, toMessage, toMessages, toNumber, toString } from './read';

/** Checks how calls are spread. */
export function checkLoadBalancer(
  given: unknown,
  hasOutliers: boolean,
  out: Findings,
): void {
  const settings = toMessage(given);
  if (!settings) return;
  checkHash(toMessage(settings.consistentHash), out);
  if (isSet(settings.localityLbSetting) && isSet(settings.zoneAwareLbSetting)) {
    out.error(
      'only one of localityLbSetting and zoneAwareLbSetting can be set',
    );
  }
  checkLocalitySetting(settings.localityLbSetting, hasOutliers, out);
  checkZoneSetting(settings.zoneAwareLbSetting, hasOutliers, out);
  checkWarmup(toMessage(settings.warmup), out);
}

function checkWarmup(warmup: Json | undefined, out: Findings): void {
  if (!warmup) return;
  out.error(
    isSet(warmup.duration)
      ? findDurationProblem(warmup.duration)
      : 'duration is required',
  );
  if (toNumber(warmup.minimumPercent) > 100) {
    out.error('minimumPercent value should be less than or equal to 100');
  }
  if (isSet(warmup.aggression) && toNumber(warmup.aggression) <= 0) {
    out.error('aggression should be greater than 0');
  }
}

const MOST_ENTRIES = 5000011;

function checkHash(hash: Json | undefined, out: Findings): void {
  if (!hash) return;
  checkCookie(toMessage(hash.httpCookie), out);
  if (toNumber(hash.minimumRingSize) !== 0) {
    out.warn(
      "consistent hash MinimumRingSize is deprecated, use ConsistentHashLB's RingHash configuration instead",
    );
    if (isSet(hash.ringHash) || isSet(hash.maglev)) {
      out.error(
        'only one of MinimumRingSize or Maglev/Ringhash can be specified',
      );
    }
  }
  const maglev = toMessage(hash.maglev);
  if (!maglev) return;
  const size = toNumber(maglev.tableSize);
  if (size === 0) out.error('tableSize must be set for maglev');
  if (size >= MOST_ENTRIES) {
    out.error(`tableSize must be less than ${MOST_ENTRIES} for maglev`);
  } else if (!isPrime(size)) {
    out.error('tableSize must be a prime number for maglev');
  }
}

function checkCookie(cookie: Json | undefined, out: Findings): void {
  if (!cookie) return;
  if (toString(cookie.name) === '') out.error('name required for HttpCookie');
  const seen = new Set<string>();
  for (const attribute of toMessages(cookie.attributes)) {
    const name = toString(attribute?.name);
    if (name === '') out.error('cookie attribute name cannot be empty');
    else if (seen.has(name)) {
      out.error(`duplicate cookie attribute name: ${name}`);
    }
    seen.add(name);
  }
}

/** As Envoy has it, for whom one is a prime as well. */
function isPrime(value: number): boolean {
  if (value !== 0 && value < 4) return true;
  if (value % 2 === 0) return false;
  for (let factor = 3; factor * factor <= value; factor += 2) {
    if (value % factor === 0) return false;
  }
  return true;
}
