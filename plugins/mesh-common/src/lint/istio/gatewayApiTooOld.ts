import type { LintContext, ObjectRule } from '../types';
import { annotationsOf, groups } from './context/objects';

/** Source: istio/istio, pkg/config/schema/gatewayapi/minimumversions.go, 1.31. */
const minimum: Readonly<Record<string, readonly [number, number]>> = {
  'backendtlspolicies.gateway.networking.k8s.io': [1, 4],
  'grpcroutes.gateway.networking.k8s.io': [1, 1],
  'tcproutes.gateway.networking.k8s.io': [1, 6],
  'tlsroutes.gateway.networking.k8s.io': [1, 5],
};

/** The control plane does not watch such objects: routes do nothing. */
export const gatewayApiTooOld: ObjectRule = {
  code: 'MW2176',
  severity: 'warning',
  summary: 'Definitions of the Gateway API are as new as Istio needs them',
  aliases: ['IST0176'],
  check: context =>
    listReleases(context).flatMap(({ object, needed, release }) => {
      const [major, minor] = needed;
      const isOld =
        release.major < major ||
        (release.major === major && release.minor < minor);
      return isOld
        ? [
            {
              object,
              path: 'metadata/annotations',
              message: `Istio 1.31 leaves objects of ${object.metadata.name} alone: their definition is of release ${release.text}, and ${major}.${minor}.0 is needed. Install a newer Gateway API.`,
            },
          ]
        : [];
    }),
};

function listReleases(context: LintContext) {
  return context
    .ofKind('CustomResourceDefinition', groups.crds)
    .flatMap(object => {
      const { name } = object.metadata;
      const needed = Object.hasOwn(minimum, name) ? minimum[name] : undefined;
      const text =
        annotationsOf(object)['gateway.networking.k8s.io/bundle-version'] ?? '';
      const [, major, minor = '0'] =
        /^v?(\d{1,9})(?:\.(\d{1,9}))?(?:\.\d{1,9})?(?:[-+].*)?$/.exec(text) ??
        [];
      return needed && major !== undefined
        ? [
            {
              object,
              needed,
              release: { text, major: Number(major), minor: Number(minor) },
            },
          ]
        : [];
    });
}
