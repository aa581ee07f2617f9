import {
  compilePolicy,
  evaluateAuthorization,
  evaluateCustom,
  evaluateEnforced,
  expandPrincipals,
  isRecord,
  listMatches,
  normalizePath,
  parseAddress,
  toLabels,
  toRecord,
  toText,
  toTexts,
  type CompiledPolicy,
  type RuleMatch,
  type Seen,
} from '@meshwright/plugin-mesh-common/evaluate';
import { compare, need, needNumber, policiesOf } from '../readCase';
import type { Difference, Json } from '../types';

/** Cases about policies alone, on what the proxy sees. */
export function judgeRules(file: Json, item: Json): Difference | undefined {
  const policies = compileAll(file, item);
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

function compileAll(file: Json, item: Json): CompiledPolicy[] {
  const bundle = toRecord(item.trustDomainBundle);
  const trustDomains = [
    toText(bundle.trustDomain) ?? 'cluster.local',
    ...toTexts(bundle.aliases),
  ];
  return policiesOf(file, item).map(object =>
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
  const request = need(item, 'request');
  const address = (value: unknown) => parseAddress(toText(value) ?? '');
  return {
    identities: request.mtls ? toTexts(request.principals) : [],
    sourceIp: address(request.sourceIp),
    remoteIp: address(request.remoteIp),
    destinationIp: address(request.destIp),
    port: needNumber(request, 'destPort'),
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
