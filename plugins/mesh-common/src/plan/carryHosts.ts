import type { MeshObject } from '../objects/types';
import {
  type Carry,
  type CarryContext,
  remember,
  toList,
  toObjects,
  withSpec,
} from './carry';
import type { Related } from './relations';

/** Names of services in an old namespace beside those in the new one. */
export function carryHosts(
  carry: Carry,
  { succession, isCalled, same, now }: CarryContext & Related,
): Carry {
  const { object, kept } = carry;
  const { namespace, home } = succession;
  if (!same || !isCalled || namespace === home) return carry;
  const known = new Set(listHosts(same));
  const toOld = (host: string) => {
    const [place, name = ''] = host.split('/');
    const old = name.replace(`.${home}.svc.`, `.${namespace}.svc.`);
    return place === home ? `${namespace}/${old}` : host;
  };
  const present = listHosts(object);
  const old = present
    .map(toOld)
    .filter(host => known.has(host) && !present.includes(host))
    .filter(host => remember(host, { kept, live: [same], now }));
  if (old.length === 0) return carry;
  const hosts = [...present, ...old].sort();
  const [first, ...rest] = toObjects(object.spec?.egress);
  return {
    ...carry,
    object: withSpec(object, { egress: [{ ...first, hosts }, ...rest] }),
  };
}

/** Of the one listener for everything. */
function listHosts({ spec }: MeshObject): string[] {
  const [first] = toObjects(spec?.egress);
  return toList(first?.hosts).filter(
    (host): host is string => typeof host === 'string',
  );
}
