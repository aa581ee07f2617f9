import type { Exposure } from '../types';
import { readAll, readPrefix, readRange, unique } from './conditions';
import { type Field, isObject } from './Field';
import { readHost } from './names';
import { readJwt } from './readJwt';
import { readRecord } from './readRecord';

type Route = Omit<Exposure, 'pointer'>;

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
  const read = readRecord<Route>(
    field,
    {
      host: readHost,
      paths: value => readAll(value, readPrefix),
      gateway: readGateway,
      port: value => value.string(),
      from: value => readAll(value, readRange),
      jwt: readJwt,
    },
    ['rateLimit'],
  );
  if (!isObject(field.value)) {
    return { complete: false };
  }
  const rateLimit = field.at('rateLimit');
  if (rateLimit.present) {
    rateLimit.problem(
      'MW1015',
      ', which is not supported yet, so the route is not made. Remove it to open the route without it',
    );
  }
  const isWhole = checkRequired(field);
  if (rateLimit.present || !read || !isWhole) {
    return { complete: rateLimit.present };
  }
  return { exposure: toExposure(field, read), complete: true };
}

function checkRequired(field: Field): boolean {
  const [host, gateway, from] = ['host', 'gateway', 'from'].map(key =>
    field.at(key),
  );
  if (!host.present) {
    readHost(host);
  }
  if (!gateway.present) {
    readGateway(gateway);
  }
  const isOpen =
    gateway.value === 'internal' && !from.present && !field.at('jwt').present;
  if (isOpen) {
    from.problem(
      'MW1021',
      '; an internal route needs the address ranges that may call it, or jwt',
    );
  }
  return host.present && gateway.present && !isOpen;
}

function readGateway(field: Field): Exposure['gateway'] | undefined {
  return field.oneOf<Exposure['gateway']>(['public', 'internal']);
}

function toExposure(field: Field, read: Partial<Route>): Exposure {
  const {
    host = '',
    gateway = 'internal',
    paths = ['/'],
    port,
    from,
    jwt,
  } = read;
  return {
    host,
    paths: unique(paths),
    gateway,
    ...(port && { port }),
    ...(from && { from: unique(from) }),
    ...(jwt && { jwt }),
    pointer: field.pointer,
  };
}
