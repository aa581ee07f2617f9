import {
  boolean,
  fraction,
  list,
  map,
  nullable,
  object,
  oneOf,
  since,
  text,
} from '../schema/build';
import type { Fields } from '../schema/node';
import { failed, oneTarget, target, timeout } from './shared';

const mode = oneOf('CLIENT_AND_SERVER', 'CLIENT', 'SERVER');
const match = object({ mode });
const flag = nullable(boolean);

const providers = list(
  object({ name: text({ min: 1 }) }, { required: ['name'] }),
);

const upsertRule = 'value must be set when operation is UPSERT';

const tagOverride = object(
  { operation: oneOf('UPSERT', 'REMOVE'), value: text() },
  {
    rules: [
      ({ operation, value }) => {
        if (operation !== 'UPSERT') return undefined;
        return value === undefined
          ? failed('no such key: value', upsertRule)
          : value === '' && upsertRule;
      },
      ({ operation, value }) =>
        operation === 'REMOVE' &&
        value !== undefined &&
        'value must not be set when operation is REMOVE',
    ],
  },
);

const metricMatch = object(
  {
    customMetric: text({ min: 1 }),
    metric: oneOf(
      'ALL_METRICS',
      'REQUEST_COUNT',
      'REQUEST_DURATION',
      'REQUEST_SIZE',
      'RESPONSE_SIZE',
      'TCP_OPENED_CONNECTIONS',
      'TCP_CLOSED_CONNECTIONS',
      'TCP_SENT_BYTES',
      'TCP_RECEIVED_BYTES',
      'GRPC_REQUEST_MESSAGES',
      'GRPC_RESPONSE_MESSAGES',
    ),
    mode,
  },
  { choices: [['metric', 'customMetric']] },
);

const named = object(
  { defaultValue: text(), name: text({ min: 1 }) },
  { required: ['name'] },
);
const valued = object({ value: text({ min: 1 }) }, { required: ['value'] });

const tags: Fields = {
  literal: valued,
  environment: named,
  header: named,
  formatter: valued,
};

const tracing = object({
  customTags: map(object(tags, { choices: [Object.keys(tags)] })),
  disableContextPropagation: since('1.30', flag),
  disableSpanReporting: flag,
  enableIstioTags: flag,
  match,
  providers,
  randomSamplingPercentage: nullable(fraction({ min: 0, max: 100 })),
  useRequestIdForTraceSampling: flag,
});

export const telemetry = object(
  {
    ...target,
    accessLogging: list(
      object({
        disabled: flag,
        filter: object({ expression: text() }),
        match,
        providers,
      }),
    ),
    metrics: list(
      object({
        overrides: list(
          object({
            disabled: flag,
            match: metricMatch,
            tagOverrides: map(tagOverride),
          }),
        ),
        providers,
        reportingInterval: timeout,
      }),
    ),
    tracing: list(tracing),
  },
  { rules: [oneTarget] },
);
