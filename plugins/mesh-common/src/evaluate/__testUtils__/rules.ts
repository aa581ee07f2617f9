import { compilePolicy, type CompiledPolicy } from '../compilePolicy';
import {
  evaluateAuthorization,
  evaluateEnforced,
} from '../evaluateAuthorization';
import { evaluateCustom } from '../evaluateCustom';
import { parseAddress } from '../matchIp';
import { listMatches, type RuleMatch } from '../matchRules';
import { normalizePath } from '../normalizePath';
import { isRecord, toLabels, toRecord, toText, toTexts } from '../readJson';
import type { Seen } from '../seen';
import { expandPrincipals } from '../trustDomains';
import {
  compare,
  objectsOf,
  type Difference,
  type Json,
  type Suite,
} from './cases';

/** Cases about policies alone, on what the proxy sees. */
export function runRuleCase(suite: Suite, item: Json): Difference[] {
  const policies = compileAll(suite, item);
  const seen = toSeen(item);
  const providers = providersOf(item.meshConfig);
  const result = evaluateAuthorization(policies, seen, {
    answer: 'allow',
    providers,
  });
  const custom = evaluateCustom(policies, seen, { providers });
  return compare(item, {
    decision: result.decision,
    ...(item.corrected === undefined
      ? { decidedBy: result.match && keyOf(result.match, result.reason) }
      : {}),
    audit: listMatches(policies, 'AUDIT', seen).map(match => match.rule.key),
    custom: custom.broken
      ? null
      : {
          matched: custom.truth,
          policies: custom.truth
            ? listMatches(policies, 'CUSTOM', seen).map(customKey)
            : [],
        },
    dryRun: dryRunOf(policies, seen),
  });
}

function compileAll(suite: Suite, item: Json): CompiledPolicy[] {
  const bundle = toRecord(item.trustDomainBundle);
  const trustDomains = [
    toText(bundle.trustDomain) ?? 'cluster.local',
    ...toTexts(bundle.aliases),
  ];
  return objectsOf(suite, item).map(object =>
    compilePolicy(object, {
      expandPrincipals: values => expandPrincipals(values, trustDomains),
      knowsTrustDomains: item.since === '1.30',
    }),
  );
}

/** The same questions put to the policies that are only counted. */
function dryRunOf(policies: readonly CompiledPolicy[], seen: Seen): Json[] {
  const counted = policies
    .filter(policy => policy.dryRun)
    .map(policy => ({ ...policy, dryRun: false }));
  return (['DENY', 'ALLOW'] as const)
    .filter(action => counted.some(policy => policy.action === action))
    .map(action => {
      const result = evaluateEnforced(
        counted.filter(policy => policy.action === action),
        seen,
      );
      return {
        action,
        matched: result.match?.rule.key ?? null,
        wouldDeny: result.decision === 'deny',
      };
    });
}

function keyOf(match: RuleMatch, reason: string): string {
  return reason === 'custom-broken'
    ? `${customKey(match)}-deny-due-to-bad-CUSTOM-action`
    : match.rule.key;
}

function customKey({ policy, rule }: RuleMatch): string {
  return `istio-ext-authz-${policy.provider}-${rule.key}`;
}

function providersOf(config: unknown): Record<string, 'http' | 'grpc'> {
  const name = toText(config) ?? '';
  if (name.includes('HTTP')) return { default: 'http' };
  return name.includes('GRPC') ? { default: 'grpc' } : {};
}

function toSeen(item: Json): Seen {
  const request = toRecord(item.request);
  const address = (value: unknown) => parseAddress(toText(value) ?? '');
  return {
    identities: request.mtls ? toTexts(request.principals) : [],
    sourceIp: address(request.sourceIp),
    remoteIp: address(request.remoteIp),
    destinationIp: address(request.destIp),
    port: Number(request.destPort),
    sni: toText(request.sni) ?? '',
    metadata: toRecord(request.dynamicMetadata),
    separateHeaders: false,
    http:
      item.protocol === 'tcp'
        ? undefined
        : {
            method: toText(request.method),
            path: normalizePath(toText(request.path) ?? '', 'NONE'),
            host: toText(request.host),
            headers: new Map(
              Object.entries(toLabels(request.headers)).map(([name, value]) => [
                name.toLowerCase(),
                [value],
              ]),
            ),
            claims: isRecord(request.jwtPayload) ? request.jwtPayload : null,
          },
  };
}
