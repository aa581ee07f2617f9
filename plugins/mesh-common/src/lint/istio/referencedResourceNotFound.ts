import type { LintContext, ObjectRule, RuleFinding } from '../types';
import { missingCredentials } from './missing/missingCredentials';
import { missingDestinationHosts } from './missing/missingDestinationHosts';
import { missingGatewayPods } from './missing/missingGatewayPods';
import { missingGateways } from './missing/missingGateways';
import { missingGatewayServers } from './missing/missingGatewayServers';
import { missingSidecarPods } from './missing/missingSidecarPods';
import { missingSourceNamespaces } from './missing/missingSourceNamespaces';
import { missingSubsets } from './missing/missingSubsets';
import { missingTelemetryPods } from './missing/missingTelemetryPods';

/** One sort of reference; several of Istio's analyzers report the same code. */
export type ReferenceCheck = (context: LintContext) => RuleFinding[];

const checks: readonly ReferenceCheck[] = [
  missingSourceNamespaces,
  missingDestinationHosts,
  missingSubsets,
  missingGateways,
  missingGatewayPods,
  missingGatewayServers,
  missingCredentials,
  missingSidecarPods,
  missingTelemetryPods,
];

/** The rule for some sorts of references only. */
export function toReferenceRule(some: readonly ReferenceCheck[]): ObjectRule {
  return {
    code: 'MW2101',
    severity: 'error',
    summary: 'What an object refers to exists',
    aliases: ['IST0101'],
    check: context =>
      context.options.complete ? some.flatMap(check => check(context)) : [],
  };
}

/** Something that is not there: a host, a gateway, a subset, a Secret. */
export const referencedResourceNotFound = toReferenceRule(checks);
