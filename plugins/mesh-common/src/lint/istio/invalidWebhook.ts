import { toText } from '../../evaluate/readJson';
import type { LintContext, ObjectRule, RuleFinding } from '../types';
import { groupBy } from './context/groupBy';
import { listNames } from './context/listNames';
import { byFullName, core, joinName, labelsOf } from './context/objects';
import { listOverlaps } from './context/webhookOverlaps';
import {
  listMutatingWebhooks,
  serviceOf,
  type Webhook,
} from './context/webhooks';
import { listRevisions } from './context/webhookRevisions';

/** Pods would get two proxies, or none. */
export const invalidWebhook: ObjectRule = {
  code: 'MW2139',
  severity: 'error',
  summary: 'Injectors do not overlap and have a Service',
  aliases: ['IST0139'],
  check: context => {
    const injectors = listInjectors(context);
    return [
      ...listOverlaps(injectors).map(({ webhook, others }) => ({
        object: webhook.object,
        path: webhook.path,
        message: `Webhook ${nameOf(
          webhook,
        )} is called for the same pods as ${listNames(
          others.map(nameOf),
        )}, so they may be injected twice. Delete one, or make their selectors exclude each other.`,
      })),
      ...(context.options.complete ? listDangling(injectors, context) : []),
    ];
  },
};

function nameOf({ object, name }: Webhook): string {
  return `${object.metadata.name}/${name}`;
}

/** Webhooks of configurations that are Istio's, by a name or a revision. */
function listInjectors(context: LintContext): Webhook[] {
  const byConfiguration = groupBy(
    context.derive(listMutatingWebhooks),
    ({ object }) => object,
  );
  return [...byConfiguration].flatMap(([object, webhooks]) =>
    webhooks.some(({ name }) => name.endsWith('istio.io')) ||
    labelsOf(object)['istio.io/rev'] !== undefined ||
    listRevisions(webhooks).length > 0
      ? webhooks
      : [],
  );
}

function listDangling(
  injectors: readonly Webhook[],
  context: LintContext,
): RuleFinding[] {
  const services = byFullName(core(context, 'Service'));
  const found = new Map<string, RuleFinding>();
  for (const webhook of injectors) {
    const service = serviceOf(webhook);
    if (!service) continue;
    const { object, path } = webhook;
    const name = joinName(
      toText(service.namespace) ?? '',
      toText(service.name) ?? '',
    );
    const key = `${object.metadata.name}/${name}`;
    if (services.has(name) || found.has(key)) continue;
    found.set(key, {
      object,
      path: `${path}/clientConfig/service`,
      message: `${object.kind} ${object.metadata.name} calls Service ${name}, and there is none, so pods are not injected. Delete the configuration, or install the control plane that it is for.`,
    });
  }
  return [...found.values()];
}
