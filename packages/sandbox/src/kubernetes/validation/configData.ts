import { badRequest } from '../errors';
import type { StatusCause } from '../errors';
import { isJson } from '../types';
import type { KubeObject } from '../types';
import { invalidValue } from './causes';

const KINDS = ['ConfigMap', 'Secret'];
const key = /^[-._a-zA-Z0-9]+$/;
const base64 =
  /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const LONGEST = 253;
/** Of all values of one object. */
const LARGEST = 1024 * 1024;

/** Refuses, as a decoder does, values of ConfigMaps and Secrets. */
export function decodeConfigData(object: KubeObject): void {
  if (!KINDS.includes(object.kind)) {
    return;
  }
  const refuse = (why: string): never => {
    throw badRequest(
      `${object.kind} in version "v1" cannot be handled as a ${object.kind}: ${why}`,
    );
  };
  for (const field of ['data', 'binaryData', 'stringData']) {
    const isBase64 =
      field === 'binaryData' || (field === 'data' && object.kind === 'Secret');
    const map = object[field] ?? {};
    for (const value of isJson(map) ? Object.values(map) : [map]) {
      if (typeof value !== 'string') {
        refuse(
          `json: cannot unmarshal ${typeof value} into Go struct field ${
            object.kind
          }.${field} of type string`,
        );
      } else if (isBase64 && !base64.test(value)) {
        refuse('illegal base64 data at input byte 0');
      }
    }
  }
}

function checkKey(name: string, field: string): StatusCause[] {
  const why = [
    ...(name.length > LONGEST
      ? [`must be no more than ${LONGEST} characters`]
      : []),
    ...(key.test(name)
      ? []
      : [
          "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')",
        ]),
    ...(name === '.' ? [`must not be '.'`] : []),
    ...(name === '..' ? [`must not be '..'`] : []),
    ...(name.startsWith('..') && name !== '..'
      ? [`must not start with '..'`]
      : []),
  ];
  return why.map(text => invalidValue(`${field}[${name}]`, name, text));
}

/** What keys ConfigMaps and Secrets may have, and how much they may hold. */
export function checkConfigData(object: KubeObject): StatusCause[] {
  if (!KINDS.includes(object.kind)) {
    return [];
  }
  const maps = ['data', 'binaryData'].map(
    field => [field, isJson(object[field]) ? object[field] : {}] as const,
  );
  const size = maps
    .flatMap(([, map]) => Object.values(map))
    .reduce<number>((sum, value) => sum + String(value).length, 0);
  return [
    ...maps.flatMap(([field, map]) =>
      Object.keys(map).flatMap(name => checkKey(name, field)),
    ),
    ...(size > LARGEST
      ? [
          {
            reason: 'FieldValueTooLong',
            message: `Too long: may not be more than ${LARGEST} bytes`,
            field: '',
          },
        ]
      : []),
  ];
}
