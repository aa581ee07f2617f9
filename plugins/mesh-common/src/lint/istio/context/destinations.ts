import type { MeshObject } from '../../../objects';
import {
  isRecord,
  toRecord,
  toRecords,
  toText,
} from '../../../evaluate/readJson';
import { toNumber } from './numbers';
import { specOf, type Fields } from './objects';

/** Where a VirtualService sends calls, or copies of them. */
export type Destination = {
  path: string;
  isMirror: boolean;
  host: string;
  subset: string;
  /** Undefined when the destination names none. */
  port: number | undefined;
};

/** Every destination of a VirtualService, in the order of its routes. */
export function listDestinations(object: MeshObject): Destination[] {
  const spec = specOf(object);
  return [
    ...['tcp', 'tls', 'http'].flatMap(kind =>
      toRecords(spec[kind]).flatMap((rule, index) =>
        toRecords(rule.route).map(({ destination }, route) =>
          read(destination, `spec/${kind}[${index}]/route[${route}]`, false),
        ),
      ),
    ),
    ...toRecords(spec.http).flatMap((rule, index) =>
      listMirrors(rule, `spec/http[${index}]`),
    ),
  ];
}

function listMirrors(rule: Fields, path: string): Destination[] {
  return [
    ...(isRecord(rule.mirror)
      ? [read(rule.mirror, `${path}/mirror`, true)]
      : []),
    ...toRecords(rule.mirrors).map(({ destination }, index) =>
      read(destination, `${path}/mirrors[${index}]`, true),
    ),
  ];
}

function read(value: unknown, path: string, isMirror: boolean): Destination {
  const { host, subset, port } = toRecord(value);
  return {
    path,
    isMirror,
    host: toText(host) ?? '',
    subset: toText(subset) ?? '',
    port: isRecord(port) ? toNumber(port.number) : undefined,
  };
}
