import { isAtLeast } from '../../evaluate/version';
import type { Json } from '../schema/node';
import { checkCondition } from './authorizationAttributes';
import { checkOperationValues, checkSourceValues } from './authorizationValues';
import type { Findings } from './Findings';
import {
  isSet,
  toItems,
  toMessage,
  toMessages,
  toName,
  toString,
} from './read';
import { checkTarget } from './selectors';
import type { Check } from './types';

export const actions = ['ALLOW', 'DENY', 'AUDIT', 'CUSTOM'];

/** What the control plane's webhook says to an AuthorizationPolicy. */
export const checkAuthorizationPolicy: Check = ({ spec, istio }, out) => {
  const action = toName(spec.action, actions);
  const rules = toMessages(spec.rules);
  const hasDomains = isAtLeast(istio, '1.30');
  const context = { action, hasDomains, out };
  checkTarget(spec, out);
  checkAction(spec, action, out);
  rules.forEach((rule, at) => {
    if (!rule) {
      out.error(`\`rule\` must not be nil, found at rule ${at}`);
      return;
    }
    checkSources(rule, at, context);
    checkOperations(rule, at, out);
    for (const condition of toMessages(rule.when)) {
      checkCondition(condition ?? {}, context);
    }
    if (action === 'DENY' && closesTcp(rule)) {
      out.warn(
        'configured AuthorizationPolicy will deny all traffic to TCP ports under its scope due to the use of only HTTP attributes in a DENY rule; it is recommended to explicitly specify the port',
      );
    }
  });
};

const meaningless =
  'action without `rules` is meaningless as it will never be triggered, add an empty rule `{}` if you want it be triggered for every request';

function checkAction(spec: Json, action: string, out: Findings): void {
  const provider = toMessage(spec.provider);
  const empty = toMessages(spec.rules).length === 0;
  if (empty && (action === 'CUSTOM' || action === 'DENY')) {
    out.error(`${action} ${meaningless}`);
  } else if (action === 'CUSTOM' && toString(provider?.name) === '') {
    out.error('`provider.name` must not be empty');
  }
  if (provider && action !== 'CUSTOM') {
    out.error(
      `\`provider\` must not be with non CUSTOM action, found ${action}`,
    );
  }
}

/** What a check of a part of a rule is given. */
export type RuleContext = {
  action: string;
  /** Whether the control plane knows trust domains of callers. */
  hasDomains: boolean;
  out: Findings;
};

const onlyElsewhere = [
  'namespaces',
  'notNamespaces',
  'serviceAccounts',
  'notServiceAccounts',
  'trustDomains',
  'notTrustDomains',
  'principals',
  'notPrincipals',
  'requestPrincipals',
  'notRequestPrincipals',
];

const otherIdentities = [
  'principals',
  'notPrincipals',
  'namespaces',
  'notNamespaces',
];

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

function hasAny(part: Json, fields: readonly string[]): boolean {
  return fields.some(field => toItems(part[field]).length > 0);
}

function checkSources(
  rule: Json,
  at: number,
  { action, hasDomains, out }: RuleContext,
): void {
  if (Array.isArray(rule.from) && rule.from.length === 0) {
    out.error(`\`from\` must not be empty, found at rule ${at}`);
  }
  for (const from of toMessages(rule.from)) {
    const source = toMessage(from?.source);
    if (!source) {
      const what = from ? 'from.source' : 'from';
      out.error(`\`${what}\` must not be nil, found at rule ${at}`);
      continue;
    }
    if (action === 'CUSTOM') {
      for (const field of onlyElsewhere) {
        if (!hasAny(source, [field])) continue;
        const name = `From.${capital(field)}`;
        out.error(`${name} is currently not supported with CUSTOM action`);
      }
    }
    if (
      hasAny(source, ['serviceAccounts', 'notServiceAccounts']) &&
      hasAny(source, otherIdentities)
    ) {
      out.error(
        `cannot set serviceAccounts with namespaces or principals, found at rule ${at}`,
      );
    }
    checkSourceValues(source, at, { hasDomains, out });
  }
}

function checkOperations(rule: Json, at: number, out: Findings): void {
  if (Array.isArray(rule.to) && rule.to.length === 0) {
    out.error(`\`to\` must not be empty, found at rule ${at}`);
  }
  for (const to of toMessages(rule.to)) {
    const operation = toMessage(to?.operation);
    if (operation) {
      checkOperationValues(operation, at, out);
    } else {
      const what = to ? 'to.operation' : 'to';
      out.error(`\`${what}\` must not be nil, found at rule ${at}`);
    }
  }
}

const ofConnection = [
  'principals',
  'namespaces',
  'ipBlocks',
  'remoteIpBlocks',
  'serviceAccounts',
].flatMap(field => [field, `not${capital(field)}`]);

/** Whether a DENY rule loses all its conditions on a TCP port. */
function closesTcp(rule: Json): boolean {
  const parts = (list: unknown, field: string): Json[] =>
    toMessages(list).flatMap(item => {
      const part = toMessage(item?.[field]);
      return part ? [part] : [];
    });
  const has = (found: Json[], fields: readonly string[]) =>
    found.some(part => fields.some(field => isSet(part[field])));
  const to = parts(rule.to, 'operation');
  if (to.length > 0) return !has(to, ['ports', 'notPorts']);
  const from = parts(rule.from, 'source');
  return from.length > 0 && !has(from, ofConnection);
}
