import {
  anything,
  int32,
  list,
  nullable,
  object,
  oneOf,
  text,
  uint32,
} from '../schema/build';
import type { Fields, Rule } from '../schema/node';
import { parseUrl } from '../text/url';
import { atMostOne, oneTarget, selector, target, targetRefs } from './shared';

const schemes = ['', 'http', 'https', 'file', 'oci'];

const imageUrl: Rule<string> = value => {
  const url =
    parseUrl(value, { request: true }) ??
    parseUrl(`http://${value}`, { request: true });
  return (
    !(url && schemes.includes(url.scheme)) &&
    'url must have schema one of [http, https, file, oci]'
  );
};

const variable = object(
  {
    name: text({ min: 1, max: 256 }),
    value: text({ max: 2048 }),
    valueFrom: oneOf('INLINE', 'HOST'),
  },
  {
    required: ['name'],
    rules: [
      ({ valueFrom, value }) =>
        valueFrom === 'HOST' &&
        value !== undefined &&
        'value may only be set when valueFrom is INLINE',
    ],
  },
);

const wasm: Fields = {
  failStrategy: oneOf('FAIL_CLOSE', 'FAIL_OPEN', 'FAIL_RELOAD'),
  imagePullPolicy: oneOf('UNSPECIFIED_POLICY', 'IfNotPresent', 'Always'),
  imagePullSecret: text({ min: 1, max: 253 }),
  pluginConfig: anything,
  pluginName: text({ min: 1, max: 256 }),
  sha256: text({ pattern: /(^$|^[a-f0-9]{64}$)/ }),
  type: oneOf('UNSPECIFIED_PLUGIN_TYPE', 'HTTP', 'NETWORK'),
  url: text({ min: 1, rules: [imageUrl] }),
  verificationKey: text(),
  vmConfig: object({ env: list(variable, { max: 256, key: 'name' }) }),
};

const match = list(
  object({
    mode: oneOf('UNDEFINED', 'CLIENT', 'SERVER', 'CLIENT_AND_SERVER'),
    ports: list(
      object(
        { number: uint32({ min: 1, max: 65535 }) },
        { required: ['number'] },
      ),
      { key: 'number' },
    ),
  }),
);

const priority = nullable(int32());

export const wasmPlugin = object(
  {
    ...target,
    ...wasm,
    match,
    phase: oneOf('UNSPECIFIED_PHASE', 'AUTHN', 'AUTHZ', 'STATS'),
    priority,
  },
  { required: ['url'], rules: [oneTarget] },
);

export const trafficExtension = object(
  {
    lua: object(
      { inlineCode: text({ min: 1, max: 65536 }) },
      { required: ['inlineCode'] },
    ),
    match,
    phase: oneOf('UNSPECIFIED', 'AUTHN', 'AUTHZ', 'STATS'),
    priority,
    selector,
    targetRefs,
    wasm: object(wasm, { required: ['url'] }),
  },
  {
    choices: [['wasm', 'lua']],
    rules: [
      atMostOne(
        ['selector', 'targetRefs'],
        'only one of targetRefs or selector can be set',
      ),
      spec =>
        (spec.wasm === undefined) === (spec.lua === undefined) &&
        'exactly one of wasm or lua must be set',
    ],
  },
);
