import {
  boolean,
  list,
  map,
  object,
  oneOf,
  text,
  type Schema,
} from '../schema';
import { oneTarget, port, target, timeout } from './shared';

const providers = list(
  object({ name: text({ min: 1 }) }, { required: ['name'] }),
);

const tag = object(
  { operation: oneOf('UPSERT', 'REMOVE'), value: text() },
  {
    rules: [
      ({ operation = 'UPSERT', value }) =>
        operation === 'UPSERT' &&
        !value &&
        'value must be set when operation is UPSERT',
      ({ operation, value }) =>
        operation === 'REMOVE' &&
        value !== undefined &&
        'value must not be set when operation is REMOVE',
    ],
  },
);

export const telemetry: Schema = object(
  {
    ...target,
    metrics: list(
      object({
        providers,
        reportingInterval: timeout,
        overrides: list(
          object({
            match: object({ customMetric: text({ min: 1 }) }),
            disabled: boolean,
            tagOverrides: map(tag),
          }),
        ),
      }),
    ),
    tracing: list(object({ providers })),
    accessLogging: list(object({ providers, disabled: boolean })),
  },
  { rules: [oneTarget] },
);

const schemes = ['http', 'https', 'oci', 'file'];

function isImageUrl(value: string): boolean {
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(value)?.[1];
  const escapes = /%(?![0-9a-f]{2})/i.test(value);
  return !escapes && (scheme === undefined || schemes.includes(scheme));
}

const variable = object(
  {
    name: text({ min: 1, max: 256 }),
    valueFrom: oneOf('INLINE', 'HOST'),
    value: text({ max: 2048 }),
  },
  {
    required: ['name'],
    rules: [
      ({ valueFrom = 'INLINE', value }) =>
        valueFrom !== 'INLINE' &&
        value !== undefined &&
        'value may only be set when valueFrom is INLINE',
    ],
  },
);

export const wasmPlugin: Schema = object(
  {
    ...target,
    url: text({
      min: 1,
      rules: [
        value =>
          !isImageUrl(value) &&
          'url must have schema one of [http, https, file, oci]',
      ],
    }),
    sha256: text({ pattern: /(^$|^[a-f0-9]{64}$)/ }),
    imagePullSecret: text({ min: 1, max: 253 }),
    pluginName: text({ min: 1, max: 256 }),
    vmConfig: object({ env: list(variable, { max: 256, unique: 'name' }) }),
    match: list(
      object({
        ports: list(object({ number: port }, { required: ['number'] })),
      }),
    ),
  },
  { required: ['url'], rules: [oneTarget] },
);
