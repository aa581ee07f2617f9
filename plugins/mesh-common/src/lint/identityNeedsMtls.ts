import type { MeshObject } from '../objects';
import { readTarget } from '../evaluate/policyTarget';
import { toRecord, toRecords, toText, toTexts } from '../evaluate/readJson';
import { isMtlsDeclared } from './declaredMtls';
import type { LintFinding, LintOptions } from './types';

const identityFields = [
  'principals',
  'notPrincipals',
  'namespaces',
  'notNamespaces',
];
const identityKeys = ['source.namespace', 'source.principal', 'connection.sni'];

/**
 * MW2001: an AuthorizationPolicy asks who the caller is, but calls to its
 * workloads carry no identity.
 *
 * @public
 */
export function lintIdentityNeedsMtls(
  objects: readonly MeshObject[],
  options: LintOptions,
): LintFinding[] {
  return objects
    .filter(({ kind }) => kind === 'AuthorizationPolicy')
    .flatMap(object => {
      const { name, namespace = '' } = object.metadata;
      const { matchLabels: labels } = readTarget(object);
      if (isMtlsDeclared(objects, { namespace, labels }, options)) return [];
      return listPaths(object).map(path => ({
        rule: 'MW2001',
        severity: 'error' as const,
        kind: object.kind,
        namespace,
        name,
        path,
        message: `${path} of AuthorizationPolicy ${namespace}/${name} looks at the identity of the caller, but callers present none: mutual TLS is off for its workloads. Turn it on with a PeerAuthentication, and remove DestinationRules that disable it.`,
      }));
    });
}

function listPaths(object: MeshObject): string[] {
  return toRecords(toRecord(object.spec).rules).flatMap((rule, index) => [
    ...toRecords(rule.from).flatMap((item, from) =>
      identityFields
        .filter(field => toTexts(toRecord(item.source)[field]).length > 0)
        .map(field => `spec/rules[${index}]/from[${from}]/source/${field}`),
    ),
    ...toRecords(rule.when).flatMap(({ key }, when) =>
      identityKeys.includes(toText(key) ?? '')
        ? [`spec/rules[${index}]/when[${when}]`]
        : [],
    ),
  ]);
}
