import type { MeshObject } from '../../../objects';
import {
  isRecord,
  toRecord,
  toRecords,
  toText,
} from '../../../evaluate/readJson';
import type { LintContext } from '../../types';
import { toNumber } from './numbers';
import { groups, specOf } from './objects';

/** TLS that proxies start for a host, without a look at its certificate. */
export type UnverifiedTls = {
  object: MeshObject;
  path: string;
  mode: string;
  host: string;
  /** Undefined for all ports. */
  port: number | undefined;
};

/** DestinationRules that believe any server; derive it from the context. */
export function listUnverifiedTls(context: LintContext): UnverifiedTls[] {
  return context
    .ofKind('DestinationRule', groups.networking)
    .flatMap(object => {
      const spec = specOf(object);
      const host = toText(spec.host) ?? '';
      const isSelective = isRecord(spec.workloadSelector);
      const policy = toRecord(spec.trafficPolicy);
      const path = 'spec/trafficPolicy';
      return [
        { tls: policy.tls, path: `${path}/tls`, port: undefined },
        ...toRecords(policy.portLevelSettings).map(({ tls, port }, index) => ({
          tls,
          path: `${path}/portLevelSettings[${index}]/tls`,
          port: toNumber(toRecord(port).number),
        })),
      ]
        .filter(({ tls }) => isUnverified(tls, isSelective))
        .map(({ tls, ...rest }) => ({
          object,
          host,
          mode: toText(toRecord(tls).mode) ?? '',
          ...rest,
        }));
    });
}

/** A credential counts where the rule is for the workloads that may read it. */
function isUnverified(value: unknown, isSelective: boolean): boolean {
  const { mode, caCertificates, credentialName } = toRecord(value);
  return (
    (mode === 'SIMPLE' || mode === 'MUTUAL') &&
    !toText(caCertificates) &&
    !(toText(credentialName) && isSelective)
  );
}
