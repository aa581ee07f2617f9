import type { MeshObject } from '../../../objects';
import { isRecord, toRecord } from '../../../evaluate/readJson';
import type { LintContext } from '../../types';
import { groups } from './objects';
import { listWebhooks, type Webhook } from './webhooks';

/** How a webhook of Istio reaches its control plane. */
export type ControlPlaneAddress = Webhook & {
  /** Undefined when the webhook names no URL. */
  url: string | undefined;
  hasService: boolean;
};

/** Addresses in the webhooks of Istio; derive it from the context. */
export function listControlPlaneAddresses(
  context: LintContext,
): ControlPlaneAddress[] {
  const configurations = [
    ...context
      .ofKind('ValidatingWebhookConfiguration', groups.admission)
      .filter(isValidator),
    ...context
      .ofKind('MutatingWebhookConfiguration', groups.admission)
      .filter(({ metadata }) =>
        metadata.name.startsWith('istio-sidecar-injector'),
      ),
  ];
  return configurations.flatMap(listWebhooks).map(webhook => {
    const { url, service } = toRecord(webhook.fields.clientConfig);
    return {
      ...webhook,
      url: typeof url === 'string' ? url : undefined,
      hasService: isRecord(service),
    };
  });
}

function isValidator({ metadata: { name } }: MeshObject): boolean {
  return (
    name === 'istiod-default-validator' || name.startsWith('istio-validator')
  );
}

/** Host in a URL, without its port; undefined when the text is no URL. */
export function parseUrlHost(url: string): string | undefined {
  if (url.startsWith(':') || hasControlCharacter(url)) return undefined;
  const scheme = /^[a-zA-Z][a-zA-Z0-9+.-]*:/.exec(url)?.[0] ?? '';
  const rest = url.slice(scheme.length);
  if (!rest.startsWith('//')) return '';
  const authority = rest.slice(2).split(/[/?#]/)[0] ?? '';
  const [, host = '', port = ''] =
    /^(\[[^\]]*\]|[^:[\]]*)(?::(.*))?$/s.exec(
      authority.slice(authority.lastIndexOf('@') + 1),
    ) ?? [];
  const isValid = !/[\s<>"\\^`{|}%]/.test(host) && /^\d{0,10}$/.test(port);
  const isComplete = host !== '' || authority === '';
  return isValid && isComplete ? host.replace(/^\[|\]$/g, '') : undefined;
}

function hasControlCharacter(text: string): boolean {
  return [...text].some(char => char < ' ' || char === '\u007f');
}
