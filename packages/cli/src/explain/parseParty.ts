import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { messageOf } from '../messageOf';
import { UsageError } from '../terminal';

/** Whom a question is about, and on which port. */
export type Party =
  | { type: 'entity'; ref: string; port?: string }
  | { type: 'pair'; namespace: string; name: string; port?: string };

const ENTITY = /^(component|resource|api):/i;

/**
 * `component:default/web`, `component:web`, `api:shop/orders:http`, or
 * `namespace/name` and `namespace/name:port`.
 */
export function parseParty(option: string, text: string): Party {
  return ENTITY.test(text)
    ? parseEntity(option, text)
    : parsePair(option, text);
}

function parseEntity(option: string, text: string): Party {
  const [kind = '', name = '', port] = text.split(':');
  try {
    const ref = parseEntityRef(`${kind}:${name}`, {
      defaultNamespace: 'default',
    });
    return {
      type: 'entity',
      ref: stringifyEntityRef(ref),
      ...(port !== undefined && { port }),
    };
  } catch (error) {
    throw new UsageError(`--${option} is '${text}': ${messageOf(error)}`);
  }
}

function parsePair(option: string, text: string): Party {
  const found = /^([a-z0-9-]+)\/([a-z0-9.-]+)(?::([A-Za-z0-9-]+))?$/.exec(text);
  const [, namespace, name, port] = found ?? [];
  if (namespace === undefined || name === undefined) {
    throw new UsageError(
      `--${option} is '${text}'; it is a reference such as component:default/web, or ${
        option === 'from'
          ? 'NAMESPACE/SERVICE-ACCOUNT'
          : 'NAMESPACE/SERVICE:PORT'
      }`,
    );
  }
  return {
    type: 'pair',
    namespace,
    name,
    ...(port !== undefined && { port }),
  };
}
