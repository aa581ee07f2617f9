import type { MeshObject } from '../../objects';
import { toRecord, toRecords } from '../../evaluate/readJson';
import type { ObjectRule } from '../types';
import { core, fullName, groups, labelsOf, specOf } from './context/objects';

/** Traffic of this user is the proxy's own: it is not redirected. */
const PROXY_USER = 1337;
const ownContainers = new Set<unknown>(['istio-proxy', 'istio-operator']);

/** Such a container goes past its proxy, and past every policy. */
export const proxyUserId: ObjectRule = {
  code: 'MW2144',
  severity: 'warning',
  summary: 'Applications do not run as the user of the proxy',
  aliases: ['IST0144'],
  check: context =>
    [
      ...core(context, 'Pod').map(object => ({
        object,
        spec: specOf(object),
      })),
      ...context.ofKind('Deployment', groups.apps).map(object => ({
        object,
        spec: toRecord(toRecord(specOf(object).template).spec),
      })),
    ]
      .filter(({ object, spec }) => !isIstios(object) && usesProxyUser(spec))
      .map(({ object }) => ({
        object,
        path: '',
        message: `${object.kind} ${fullName(
          object,
        )} runs as user ${PROXY_USER}, which is the proxy's: its calls go past the proxy and past every policy. Set another runAsUser.`,
      })),
};

function isIstios(object: MeshObject): boolean {
  const labels = labelsOf(object);
  return labels.istio !== undefined || labels.release === 'istio';
}

function usesProxyUser(podSpec: Record<string, unknown>): boolean {
  const containers = toRecords(podSpec.containers).filter(
    ({ name }) => !ownContainers.has(name),
  );
  return [podSpec, ...containers].some(
    ({ securityContext }) => toRecord(securityContext).runAsUser === PROXY_USER,
  );
}
