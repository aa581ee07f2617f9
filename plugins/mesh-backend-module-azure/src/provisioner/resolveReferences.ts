import type { JsonObject, JsonValue } from '@backstage/types';
import type { ValueReference } from '@meshwright/plugin-mesh-common';
import { isObject, type ResourceAddress } from '../client/WireAnswer';

const DEEPEST = 40;

/** A value of another resource that is not there yet. */
export class UnresolvedReferenceError extends Error {
  constructor({ $from, $path }: ValueReference) {
    super(`'${$path}' of '${$from}' is not known yet`);
    this.name = 'UnresolvedReferenceError';
  }
}

/** The body with the values that its references stand for. */
export async function resolveReferences(
  body: JsonObject,
  read: (address: ResourceAddress) => Promise<JsonObject | undefined>,
): Promise<JsonObject> {
  const resources = new Map<string, Promise<JsonObject | undefined>>();
  const lookUp = async (reference: ValueReference): Promise<JsonValue> => {
    const { $from: id, $version: apiVersion, $path: path } = reference;
    const key = `${id.toLowerCase()} ${apiVersion}`;
    const resource = resources.get(key) ?? read({ id, apiVersion });
    resources.set(key, resource);
    const found = readPath(await resource, path);
    if (found === undefined) {
      throw new UnresolvedReferenceError(reference);
    }
    return found;
  };
  const resolve = async (
    value: JsonValue,
    depth: number,
  ): Promise<JsonValue> => {
    if (depth > DEEPEST) {
      throw new Error('A body is nested too deeply');
    }
    if (Array.isArray(value)) {
      return Promise.all(value.map(item => resolve(item, depth + 1)));
    }
    if (!isObject(value)) {
      return value;
    }
    if (isReference(value)) {
      return lookUp(value);
    }
    const entries = await Promise.all(
      Object.entries(value).map(async ([key, item]) =>
        item === undefined ? [] : [[key, await resolve(item, depth + 1)]],
      ),
    );
    return Object.fromEntries(entries.flat());
  };
  return (await resolve(body, 0)) as JsonObject;
}

/** See {@link ValueReference}. */
export function isReference(value: unknown): value is ValueReference {
  return (
    isObject(value) &&
    typeof value.$from === 'string' &&
    typeof value.$version === 'string' &&
    typeof value.$path === 'string'
  );
}

function readPath(
  resource: JsonObject | undefined,
  path: string,
): JsonValue | undefined {
  let at: JsonValue | undefined = resource;
  for (const key of path.split('.')) {
    at = isObject(at) && Object.hasOwn(at, key) ? at[key] : undefined;
  }
  return at ?? undefined;
}
