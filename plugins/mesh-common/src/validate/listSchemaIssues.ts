import type { MeshObject } from '../objects';
import { findDefinition } from './definitions';
import { judge } from './schema/judge';
import type { SchemaIssue } from './schema/Judgement';
import { findCoreDefinition } from './schemas/core';
import { judgeMetadata } from './metadata';
import { DEFAULT_ISTIO, type ValidationOptions } from './types';

const commonFields = ['apiVersion', 'kind', 'metadata', 'status'];

/**
 * What an API server says to an object by the definition of its kind, one by
 * one, with where it is and what sort of problem it is: wrong `shape`,
 * `unknown` field, or broken `rule` of the definition. Undefined for kinds
 * that are not known here.
 *
 * Source: the custom resource definitions of istio/api 1.28 to 1.32 and the
 * validation of Kubernetes 1.36.
 *
 * @public
 */
export function listSchemaIssues(
  object: MeshObject,
  { istio = DEFAULT_ISTIO }: ValidationOptions = {},
): SchemaIssue[] | undefined {
  const core = findCoreDefinition(object);
  const definition = findDefinition(object);
  if (!core && !definition) return undefined;
  const issues = judgeMetadata(object);
  const fields = core ?? (definition ? { spec: definition.spec } : {});
  const required = definition?.needsSpec ? ['spec'] : [];
  for (const name of Object.keys(object)) {
    const value: unknown = object[name as keyof MeshObject];
    if (commonFields.includes(name) || value === undefined) continue;
    const node = Object.hasOwn(fields, name) ? fields[name] : undefined;
    issues.push(
      ...(node
        ? judge(node, value, { path: name, istio, core: core !== undefined })
        : [
            {
              kind: 'unknown' as const,
              path: name,
              message: `unknown field "${name}"`,
            },
          ]),
    );
  }
  const { spec }: { spec?: unknown } = object;
  if (spec === undefined && required.length > 0) {
    issues.push({
      kind: 'shape',
      path: 'spec',
      message: 'spec: Required value',
    });
  }
  return issues;
}
