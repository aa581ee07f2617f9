import { lintIdentityNeedsMtls } from '@meshwright/plugin-mesh-common/lint';
import { compare, needRecords, toObject } from '../readCase';
import type { Difference, Json } from '../types';

/** Cases about policies that need mutual TLS to mean something. */
export function judgeKiali(_: Json, item: Json): Difference | undefined {
  const findings = lintIdentityNeedsMtls(
    needRecords(item, 'objects').map(toObject),
    { rootNamespace: 'istio-system', autoMtls: item.autoMtls !== false },
  );
  return compare(item, {
    codes: findings.map(({ severity, kind, namespace, name, path }) => ({
      code: 'KIA0105',
      severity,
      object: `${kind} ${namespace}/${name}`,
      path,
    })),
  });
}
