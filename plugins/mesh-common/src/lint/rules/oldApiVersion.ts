import type { ObjectRule } from '../types';

const stable = new Set([
  'security.istio.io AuthorizationPolicy',
  'security.istio.io PeerAuthentication',
  'security.istio.io RequestAuthentication',
  'telemetry.istio.io Telemetry',
  'networking.istio.io DestinationRule',
  'networking.istio.io Gateway',
  'networking.istio.io ServiceEntry',
  'networking.istio.io Sidecar',
  'networking.istio.io VirtualService',
  'networking.istio.io WorkloadEntry',
  'networking.istio.io WorkloadGroup',
  'networking.k8s.io NetworkPolicy',
  'gateway.networking.k8s.io Gateway',
  'gateway.networking.k8s.io HTTPRoute',
]);

/** Still served, for how long nobody promises. */
export const oldApiVersion: ObjectRule = {
  code: 'MW2054',
  severity: 'info',
  summary: 'Objects are written in the stable version of their API',
  aliases: ['IST0002', 'SEG-OLD-APIVERSION'],
  check: ({ objects }) =>
    objects
      .filter(({ apiVersion, kind }) => {
        const [group = '', version = ''] = `${apiVersion}`.split('/');
        return (
          /^v\d+(alpha|beta)\d+$/.test(version) &&
          stable.has(`${group} ${kind}`)
        );
      })
      .map(object => {
        const [group] = object.apiVersion.split('/');
        return {
          object,
          path: 'apiVersion',
          message: `${object.apiVersion} is an old version of the API. Write ${group}/v1; the fields are the same.`,
        };
      }),
};
