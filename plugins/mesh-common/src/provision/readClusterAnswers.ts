import type { JsonObject, JsonValue } from '@backstage/types';
import {
  CLUSTER_PARAMETERS,
  EDGE_PARAMETER,
  OTHER_PARAMETERS,
} from './clusterParameters';

/**
 * The answers of which `validateClusterSpec` makes a specification, from the
 * parameters of a form for clusters.
 *
 * @remarks
 *
 * Parameters have flat names: `nodesMax` is `nodes.max`, `zone` is
 * `dns.zone`; `name`, `environment`, `owner`, `subscriptionId`,
 * `resourceGroup`, `region`, `tags` and `network` keep theirs. Empty texts
 * are no answers. With `publicEdge` false there is no edge, and ranges count for
 * a public API server only, whatever a hidden field still holds. `preview`,
 * `repoUrl`, `confirm` and `extra` are for the template itself; `cluster` is
 * a name or the reference of an entity; any other parameter is
 * handed on under its name, so that a misspelt one is refused.
 *
 * @public
 */
export function readClusterAnswers(parameters: JsonObject): JsonObject {
  const answers: JsonObject = {};
  for (const [name, value] of Object.entries(parameters)) {
    const path = CLUSTER_PARAMETERS.get(name);
    // The value of a tag may be empty.
    const answer = name === 'tags' ? value : dropEmpty(shorten(name, value));
    const isAsked = path ? isShown(path, parameters) : true;
    if (answer !== undefined && isAsked && !OTHER_PARAMETERS.has(name)) {
      place(answers, { path: path?.split('.') ?? [name], answer });
    }
  }
  return answers;
}

/** A picker of entities gives a reference for a name. */
function shorten(
  name: string,
  value: JsonValue | undefined,
): JsonValue | undefined {
  return name === 'cluster' && typeof value === 'string'
    ? value.slice(Math.max(value.lastIndexOf('/'), value.lastIndexOf(':')) + 1)
    : value;
}

/** Forms keep what was answered before its field was hidden. */
function isShown(path: string, parameters: JsonObject): boolean {
  if (path.startsWith('edge.')) {
    return parameters[EDGE_PARAMETER] !== false;
  }
  return (
    path !== 'kubernetes.access.ranges' || parameters.apiAccess !== 'private'
  );
}

function place(
  target: JsonObject,
  what: { path: readonly string[]; answer: JsonValue },
): void {
  const [first, ...rest] = what.path;
  if (rest.length === 0) {
    Object.defineProperty(target, first, {
      ...{ configurable: true, enumerable: true, writable: true },
      value: what.answer,
    });
    return;
  }
  const inner = isObject(target[first]) ? target[first] : {};
  target[first] = inner;
  place(inner, { path: rest, answer: what.answer });
}

/** Without the empty texts of fields that nobody filled in. */
function dropEmpty(value: JsonValue | undefined): JsonValue | undefined {
  if (value === '' || value === undefined || value === null) {
    return undefined;
  }
  if (!isObject(value)) {
    return value;
  }
  const kept: JsonObject = {};
  for (const [key, inner] of Object.entries(value)) {
    const answer = dropEmpty(inner);
    if (answer !== undefined) {
      place(kept, { path: [key], answer });
    }
  }
  return kept;
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
