import type { Exposure } from '../types';
import { readAll, readPrefix, readRange, unique } from './conditions';
import type { Field } from './Field';
import { readHost } from './names';

const KEYS = ['host', 'paths', 'gateway', 'port', 'from', 'jwt', 'rateLimit'];
const MAX_ROUTES = 100;

/** The readable routes; one that is restricted in a way we cannot is none. */
export function readExpose(field: Field): {
  expose: Exposure[];
  complete: boolean;
} {
  if (!field.present) {
    return { expose: [], complete: true };
  }
  const routes = field.list(MAX_ROUTES)?.map(readRoute);
  return {
    expose: (routes ?? []).flatMap(route => route.exposure ?? []),
    complete: routes?.every(route => route.complete) ?? false,
  };
}

function readRoute(field: Field): { exposure?: Exposure; complete: boolean } {
  const shape = field.object(KEYS);
  if (shape === undefined) {
    return { complete: false };
  }
  const restricted = ['jwt', 'rateLimit'].filter(key => field.at(key).present);
  for (const key of restricted) {
    field
      .at(key)
      .problem(
        'MW1015',
        ', which is not supported yet, so the route is not made. Remove it to open the route without it',
      );
  }
  const exposure = readExposure(field);
  return restricted.length > 0
    ? { complete: true }
    : {
        exposure: shape === 'ok' ? exposure : undefined,
        complete: shape === 'ok' && exposure !== undefined,
      };
}

function readExposure(field: Field): Exposure | undefined {
  const host = readHost(field.at('host'));
  const gateway = field
    .at('gateway')
    .oneOf<Exposure['gateway']>(['public', 'internal']);
  const [pathsField, fromField, portField] = ['paths', 'from', 'port'].map(k =>
    field.at(k),
  );
  const paths = pathsField.present ? readAll(pathsField, readPrefix) : ['/'];
  const from = fromField.present ? readAll(fromField, readRange) : [];
  const port = portField.present ? portField.string() : '';
  const unrestricted =
    gateway === 'internal' && !fromField.present && !field.at('jwt').present;
  if (unrestricted) {
    fromField.problem(
      'MW1021',
      '; an internal route needs the address ranges that may call it',
    );
  }
  if (!host || !gateway || !paths || !from || port === undefined) {
    return undefined;
  }
  return unrestricted
    ? undefined
    : {
        host,
        paths: unique(paths),
        gateway,
        ...(port && { port }),
        ...(from.length > 0 && { from: unique(from) }),
        pointer: field.pointer,
      };
}
