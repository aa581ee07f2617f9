import { refuse } from '../ArmError';
import { listAt, objectAt, textAt, textsAt } from '../core/json';
import type { ResourceType, WriteContext } from '../core/ResourceType';
import { requireReference } from './references';

const DURATION = /^P(?:\d+D)?(?:T(?:\d+H)?(?:\d+M)?(?:\d+S)?)?$/;
const MOST_RULES = 20;

/** `Microsoft.AlertsManagement/prometheusRuleGroups`. */
export const prometheusRuleGroups: ResourceType = {
  type: 'Microsoft.AlertsManagement/prometheusRuleGroups',
  apiVersions: ['2023-03-01', '2021-07-22-preview'],
  location: 'region',
  isStateless: true,
  form: 'sync',
  seconds: { create: 0, update: 0, delete: 0 },
  write: writeGroup,
};

function writeGroup({ world, body }: WriteContext) {
  const properties = objectAt(body, 'properties');
  const scopes = textsAt(properties, 'scopes');
  const rules = listAt(properties, 'rules');
  if (scopes.length === 0 || rules.length === 0) {
    throw invalid("'scopes' and 'rules' must not be empty.");
  }
  if (rules.length > MOST_RULES) {
    throw invalid(`A rule group has at most ${MOST_RULES} rules.`);
  }
  requireReference(world, {
    id: scopes[0],
    type: 'Microsoft.Monitor/accounts',
  });
  checkDuration(properties.interval, 'interval');
  rules.forEach(checkRule);
  return {
    body: {
      ...body,
      properties: { enabled: true, interval: 'PT1M', ...properties },
    },
  };
}

function checkRule(rule: Record<string, unknown>, index: number): void {
  const at = `rules[${index}]`;
  if (textAt(rule, 'expression') === undefined) {
    throw invalid(`'${at}.expression' is required.`);
  }
  if (Boolean(rule.alert) === Boolean(rule.record)) {
    throw invalid(`'${at}' must have either 'alert' or 'record'.`);
  }
  checkDuration(rule.for, `${at}.for`);
  const { severity } = rule;
  if (
    severity !== undefined &&
    !(
      Number.isInteger(severity) &&
      Number(severity) >= 0 &&
      Number(severity) <= 4
    )
  ) {
    throw invalid(`'${at}.severity' must be from 0 to 4.`);
  }
}

function checkDuration(value: unknown, field: string): void {
  if (
    value !== undefined &&
    !(typeof value === 'string' && DURATION.test(value))
  ) {
    throw invalid(`'${field}' is no duration like PT5M.`);
  }
}

function invalid(message: string) {
  return refuse(400, 'BadRequest', `The rule group is invalid: ${message}`);
}
