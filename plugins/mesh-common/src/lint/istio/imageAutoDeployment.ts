import type { MeshObject } from '../../objects';
import { toLabels, toRecord } from '../../evaluate/readJson';
import type { LintContext, ObjectRule } from '../types';
import { hasAutoImage } from './context/autoImages';
import { indexNamespaces } from './context/namespaces';
import {
  fullName,
  groups,
  labelsOf,
  namespaceOf,
  specOf,
} from './context/objects';
import { isCalled, listMutatingWebhooks } from './context/webhooks';

/** There is no image called `auto`: pods would never start. */
export const imageAutoDeployment: ObjectRule = {
  code: 'MW2146',
  severity: 'warning',
  summary: 'Deployments with the image auto are injected',
  aliases: ['IST0146'],
  check: context =>
    context.options.complete
      ? context
          .ofKind('Deployment', groups.apps)
          .filter(object => hasAutoImage(podSpecOf(object)))
          .filter(object => !isInjected(object, context))
          .map(object => ({
            object,
            path: 'spec/template/spec/containers',
            message: `Deployment ${fullName(
              object,
            )} has a proxy with 'image: auto', but no injector is called for its pods, so they cannot start. Label the namespace or the template for injection.`,
          }))
      : [],
};

function podSpecOf(object: MeshObject) {
  return toRecord(toRecord(specOf(object).template).spec);
}

function isInjected(object: MeshObject, context: LintContext): boolean {
  const { metadata } = toRecord(specOf(object).template);
  const labels = toLabels(toRecord(metadata).labels);
  const namespace = context
    .derive(indexNamespaces)
    .get(namespaceOf(object) || 'default');
  const namespaceLabels = namespace ? labelsOf(namespace) : {};
  return context
    .derive(listMutatingWebhooks)
    .filter(({ name }) => name.endsWith('istio.io'))
    .some(webhook => isCalled(webhook, namespaceLabels, labels));
}
