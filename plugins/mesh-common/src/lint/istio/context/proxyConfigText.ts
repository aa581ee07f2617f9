import { isRecord } from '../../../evaluate/readJson';
import { parseYamlObject } from './meshConfig';
import type { Fields } from './objects';

const textFields = ['configPath', 'binaryPath', 'serviceCluster'];
const portFields = ['proxyAdminPort', 'statusPort'];
const addressFields = ['discoveryAddress', 'statsdUdpAddress'];
const objectFields = ['proxyMetadata', 'tracing', 'image', 'proxyHeaders'];

/** Whether a text is YAML of a ProxyConfig; unknown fields are ignored. */
export function isProxyConfigText(text: string): boolean {
  if (text.trim() === '') return true;
  const config = parseYamlObject(text);
  return (
    config !== undefined &&
    textFields.every(name => isAbsentOr(config[name], isText)) &&
    portFields.every(name => isAbsentOr(config[name], isPort)) &&
    addressFields.every(name => isAbsentOr(config[name], isAddress)) &&
    objectFields.every(name => isAbsentOr(config[name], isRecord)) &&
    isAbsentOr(config.concurrency, isCount) &&
    isAbsentOr(config.drainDuration, isDrainDuration) &&
    hasOneName(config)
  );
}

/** Both are alternatives of one choice. */
function hasOneName(config: Fields): boolean {
  return !(config.serviceCluster && config.tracingServiceName);
}

function isAbsentOr(
  value: unknown,
  accepts: (value: unknown) => boolean,
): boolean {
  return value === undefined || value === null || accepts(value);
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function isCount(value: unknown): boolean {
  return /^\d{1,9}$/.test(String(value));
}

function isPort(value: unknown): boolean {
  return isCount(value) && Number(value) >= 1 && Number(value) <= 65535;
}

function isAddress(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  const colon = value.lastIndexOf(':');
  return colon > 0 && isPort(value.slice(colon + 1));
}

/** Whole seconds, one at least. */
function isDrainDuration(value: unknown): boolean {
  const [, seconds] = /^(\d{1,9})(?:\.0+)?s$/.exec(String(value)) ?? [];
  return seconds !== undefined && Number(seconds) >= 1;
}
