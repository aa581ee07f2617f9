import { toRecord, toText } from '../../../evaluate/readJson';
import type { MeshObject } from '../../../objects';
import type { LintContext, ObjectRule } from '../../types';
import { toFullHost } from '../read/hosts';
import { plain } from '../read/plain';

/** Rules are not merged: who speaks last without TLS takes TLS away. */
export const overriddenTls: ObjectRule = {
  code: 'MW2204',
  severity: 'warning',
  summary: 'A narrower DestinationRule repeats the tls settings of the wider',
  aliases: ['KIA0204'],
  check: context => {
    const rules = context.ofKind('DestinationRule', 'networking.istio.io');
    const wide = new Map<string, MeshObject>();
    for (const object of rules) {
      const host = toText(toRecord(object.spec).host) ?? '';
      if (host.startsWith('*') && hasTls(object)) {
        wide.set(`${object.metadata.namespace} ${host}`, object);
      }
    }
    return rules.flatMap(object => {
      if (wide.size === 0 || hasTls(object)) return [];
      const lost = findWider(context, object, wide);
      return lost
        ? [
            {
              object,
              path: 'spec/trafficPolicy',
              message: `DestinationRule '${
                lost.metadata.name
              }' sets tls for '${plain(
                toRecord(lost.spec).host,
              )}', but only one rule counts for a host, and for this one it is the narrower, which says nothing about tls. Repeat the tls settings here, or leave TLS to the proxies.`,
            },
          ]
        : [];
    });
  },
};

function findWider(
  { options }: LintContext,
  object: MeshObject,
  wide: ReadonlyMap<string, MeshObject>,
): MeshObject | undefined {
  const { namespace = '' } = object.metadata;
  const host = toFullHost(toText(toRecord(object.spec).host) ?? '', namespace);
  const parts = host.replace(/^\*\./, '').split('.');
  const first = host.startsWith('*') ? 1 : 0;
  for (let index = first; index < parts.length; index += 1) {
    const wider = `*.${parts.slice(index + (first ? 0 : 1)).join('.')}`;
    for (const home of [
      namespace,
      parts[first ? 0 : 1] ?? '',
      options.rootNamespace,
    ]) {
      const found = wide.get(`${home} ${wider}`);
      if (found && wider !== host) return found;
    }
  }
  return undefined;
}

function hasTls({ spec }: MeshObject): boolean {
  return (
    toText(toRecord(toRecord(toRecord(spec).trafficPolicy).tls).mode) !==
    undefined
  );
}
