import { toRecord, toRecords, toText } from '../../evaluate/readJson';
import type { LintContext, ObjectRule, RuleFinding } from '../types';
import { isKnownHost } from './read/hosts';
import { isAmbient, isInjected, namespaceLabels } from './read/namespaces';
import { listContainers, listWorkloads, type Workload } from './read/workloads';
import { plain } from './read/plain';

const address =
  /^(?!https:)([a-z][a-z0-9+.-]{1,20}):\/\/(?:[^@/]{0,200}@)?([^:/?#]{1,253})/i;

/** A host that the mesh does not know is called without identity. */
export const hostOutsideMesh: ObjectRule = {
  code: 'MW2052',
  severity: 'warning',
  summary: 'Workloads call each other by hosts that the mesh knows',
  aliases: ['SEG-HOST-OUTSIDE-MESH'],
  check: context => [
    ...checkAliases(context),
    ...(context.options.complete
      ? listWorkloads(context).flatMap(workload =>
          checkWorkload(context, workload),
        )
      : []),
  ],
};

/** Services that are another name for a Service of the cluster. */
function checkAliases(context: LintContext): RuleFinding[] {
  return context.ofKind('Service').flatMap(object => {
    const spec = toRecord(object.spec);
    const name = toText(spec.externalName) ?? '';
    return spec.type === 'ExternalName' && /\.svc\b/.test(name)
      ? [
          {
            object,
            path: 'spec/externalName',
            message: `It is another name for '${name}': calls to it carry this name, which the target's routes and mutual TLS do not know. Call '${name}', or add the name to a VirtualService.`,
          },
        ]
      : [];
  });
}

function checkWorkload(
  context: LintContext,
  workload: Workload,
): RuleFinding[] {
  const { object, namespace, path } = workload;
  const labels = namespaceLabels(context, namespace);
  if (!isInjected(labels) && !isAmbient(labels)) return [];
  return listContainers(workload).flatMap(container =>
    toRecords(container.env).flatMap(({ name, value }) => {
      const [, , host] = address.exec(toText(value) ?? '') ?? [];
      if (!host || !isClusterLike(host)) return [];
      if (isKnownHost(context, host, namespace)) return [];
      const message = `${plain(name)} of container '${plain(
        container.name,
      )}' calls '${host}', which no Service, ServiceEntry or VirtualService names: the proxy passes the call on in plaintext, without identity. Call the Service by its name, or declare the host.`;
      return [{ object, path: `${path}/containers`, message }];
    }),
  );
}

/** Addresses and this machine are not names of services. */
function isClusterLike(host: string): boolean {
  return (
    !/^[\d.]+$/.test(host) &&
    !/^(localhost|host\.docker\.internal)$/.test(host) &&
    !host.includes('$') &&
    !host.startsWith('[')
  );
}
