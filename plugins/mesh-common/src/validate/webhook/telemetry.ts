import { parse } from '@marcbachmann/cel-js';
import type { Json } from '../schema/node';
import type { Findings } from './Findings';
import {
  isSet,
  toMessage,
  toMessageEntries,
  toMessages,
  toName,
  toNumber,
  toString,
} from './read';
import { checkTarget } from './selectors';
import type { Check } from './types';

/** What the control plane's webhook says to a Telemetry. */
export const checkTelemetry: Check = ({ spec }, out) => {
  checkTarget(spec, out);
  for (const metrics of toMessages(spec.metrics)) {
    if (metrics) checkMetrics(metrics, out);
  }
  checkTracing(toMessages(spec.tracing), out);
  for (const logging of toMessages(spec.accessLogging)) {
    if (!logging) continue;
    const filter = toMessage(logging.filter);
    if (filter) out.error(findExpressionProblem(toString(filter.expression)));
    checkProviders(logging.providers, out);
  }
};

function findExpressionProblem(expression: string): string | undefined {
  try {
    parse(expression);
    return undefined;
  } catch (error) {
    const [reason] = String(
      error instanceof Error ? error.message : error,
    ).split('\n');
    return `must be a valid CEL expression, ${reason}`;
  }
}

function checkProviders(given: unknown, out: Findings): void {
  if (toMessages(given).some(provider => toString(provider?.name) === '')) {
    out.error('providers.name may not be empty');
  }
}

function checkTracing(
  list: readonly (Json | undefined)[],
  out: Findings,
): void {
  if (list.length > 1) out.warn('multiple tracing is not currently supported');
  for (const tracing of list) {
    if (!tracing) continue;
    if (toMessages(tracing.providers).length > 1) {
      out.warn('multiple providers is not currently supported');
    }
    checkProviders(tracing.providers, out);
    const percentage = toNumber(tracing.randomSamplingPercentage);
    if (percentage < 0 || percentage > 100) {
      out.error('randomSamplingPercentage must be in range [0.0, 100.0]');
    }
    for (const [name, tag] of toMessageEntries(tracing.customTags)) {
      if (name === '') out.error('tag name may not be empty');
      if (tag) checkTag(tag, out);
      else out.error(`tag '${name}' may not have a nil value`);
    }
  }
}

function checkTag(tag: Json, out: Findings): void {
  const { literal, header, environment } = tag;
  if (isSet(literal) && toString(toMessage(literal)?.value) === '') {
    out.error('literal tag value may not be empty');
  }
  if (isSet(header) && toString(toMessage(header)?.name) === '') {
    out.error('header tag name may not be empty');
  }
  if (isSet(environment) && toString(toMessage(environment)?.name) === '') {
    out.error('environment tag name may not be empty');
  }
}

function checkMetrics(metrics: Json, out: Findings): void {
  checkProviders(metrics.providers, out);
  for (const override of toMessages(metrics.overrides)) {
    if (!override) {
      out.error('tagOverrides may not be null');
      continue;
    }
    for (const [name, tag] of toMessageEntries(override.tagOverrides)) {
      if (name === '') out.warn('tagOverrides.name may not be empty');
      if (tag) checkTagOverride(tag, out);
      else out.error('tagOverrides may not be null');
    }
    const metric = toMessage(override.match)?.customMetric;
    if (isSet(metric) && metric === '') {
      out.error('customMetric may not be empty');
    }
  }
}

function checkTagOverride(tag: Json, out: Findings): void {
  const operation = toName(tag.operation, ['UPSERT', 'REMOVE']);
  const value = toString(tag.value);
  if (operation === 'UPSERT' && value === '') {
    out.error('tagOverrides.value must be set when operation is UPSERT');
  }
  if (operation === 'REMOVE' && value !== '') {
    out.error('tagOverrides.value may only be set when operation is UPSERT');
  }
}
