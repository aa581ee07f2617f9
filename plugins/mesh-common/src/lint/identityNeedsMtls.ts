import type { MeshObject } from '../objects';
import { createLintContext } from './createLintContext';
import { isMtlsDeclared } from './declaredMtls';
import { listPolicies, valuesOf, type Policy } from './rules/read/policies';
import type { LintFinding, LintOptions, ObjectRule } from './types';

const identityFields = [
  'principals',
  'notPrincipals',
  'namespaces',
  'notNamespaces',
];
const identityKeys = ['source.namespace', 'source.principal', 'connection.sni'];

/**
 * An AuthorizationPolicy asks who the caller is, but calls to its workloads
 * carry no identity.
 */
export const identityNeedsMtls: ObjectRule = {
  code: 'MW2001',
  severity: 'error',
  summary: 'Policies ask for identities where calls carry them',
  aliases: ['KIA0105'],
  check: context =>
    listPolicies(context).flatMap(policy => {
      const paths = listPaths(policy);
      const { namespace, target, object } = policy;
      const party = { namespace, labels: target.matchLabels };
      if (paths.length === 0 || isMtlsDeclared(context, party)) return [];
      return paths.map(path => ({
        object,
        path,
        message: `${path} of AuthorizationPolicy ${namespace}/${policy.name} looks at the identity of the caller, but callers present none: mutual TLS is off for its workloads. Turn it on with a PeerAuthentication, and remove DestinationRules that disable it.`,
      }));
    }),
};

/**
 * MW2001 alone: an AuthorizationPolicy asks who the caller is, but calls to
 * its workloads carry no identity.
 *
 * @public
 */
export function lintIdentityNeedsMtls(
  objects: readonly MeshObject[],
  options: LintOptions,
): LintFinding[] {
  const context = createLintContext(objects, options);
  const { code, severity } = identityNeedsMtls;
  return identityNeedsMtls.check(context).map(({ object, path, message }) => ({
    rule: code,
    severity,
    apiVersion: object.apiVersion,
    kind: object.kind,
    namespace: object.metadata.namespace ?? '',
    name: object.metadata.name,
    path,
    message,
  }));
}

function listPaths({ rules }: Policy): string[] {
  return rules.flatMap(({ sources, conditions }) => [
    ...sources.flatMap(part =>
      identityFields
        .filter(field => valuesOf(part, field).length > 0)
        .map(field => `${part.path}/${field}`),
    ),
    ...conditions
      .filter(({ key }) => identityKeys.includes(key))
      .map(({ path }) => path),
  ]);
}
