import type { MeshObject } from '../../objects';
import { toLabels, toRecord, toRecords } from '../../evaluate/readJson';
import { SelectorIndex } from '../../evaluate/selectorIndex';
import type { LintContext, ObjectRule } from '../types';
import { listGatewayReferences } from './context/gatewayReferences';
import { selectorOf } from './context/gateways';
import {
  fullName,
  groups,
  labelsOf,
  namespaceOf,
  specOf,
} from './context/objects';
import { indexPods } from './context/pods';

/** Nobody has checked the token: its claims are not there to route by. */
export const claimRoutingWithoutAuthentication: ObjectRule = {
  code: 'MW2149',
  severity: 'error',
  summary: 'Gateways that route by claims check tokens',
  aliases: ['IST0149'],
  check: context => {
    if (!context.options.complete) return [];
    const pods = context.derive(indexPods);
    const authentications = indexAuthentications(context);
    const { rootNamespace } = context.options;
    const isChecked = (pod: MeshObject) =>
      [rootNamespace, namespaceOf(pod)].some(
        home => authentications.find(home, labelsOf(pod)).length > 0,
      );
    return context
      .derive(listGatewayReferences)
      .flatMap(({ object, path, gateway }) => {
        const key = findClaimKey(object);
        const isOurs = gateway?.apiVersion.startsWith(`${groups.networking}/`);
        if (!key || !gateway || !isOurs) return [];
        return [...pods.select(selectorOf(gateway))]
          .filter(pod => !isChecked(pod))
          .map(pod => ({
            object,
            path,
            message: `VirtualService ${fullName(
              object,
            )} routes by the claim '${key}', but no RequestAuthentication checks tokens at pod ${fullName(
              pod,
            )} of Gateway ${fullName(
              gateway,
            )}, so the route is never taken. Add a RequestAuthentication for these pods.`,
          }));
      });
  },
};

function indexAuthentications(context: LintContext): SelectorIndex<MeshObject> {
  const index = new SelectorIndex<MeshObject>();
  for (const object of context.ofKind(
    'RequestAuthentication',
    groups.security,
  )) {
    const { matchLabels } = toRecord(specOf(object).selector);
    index.add(namespaceOf(object), toLabels(matchLabels), object);
  }
  return index;
}

/** The first header in a match that is no header but a claim of a token. */
function findClaimKey(object: MeshObject): string | undefined {
  return toRecords(specOf(object).http)
    .flatMap(({ match }) => toRecords(match))
    .flatMap(({ headers, withoutHeaders }) => [
      ...Object.keys(toRecord(headers)),
      ...Object.keys(toRecord(withoutHeaders)),
    ])
    .find(key => /^@request\.auth\.claims(\..|\[.+\]$)/is.test(key));
}
