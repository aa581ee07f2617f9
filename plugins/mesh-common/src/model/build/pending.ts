import { describeWhat } from '../describeWhat';
import type { Approval, ApprovalParty, Consent } from '../types';
import type { Ask } from './asks';
import type { Claim } from './claims';
import type { Request } from './Consents';
import type { Provider } from './Provider';

/** Why one of the sides cannot give or get anything yet. */
export function describeUnbound({
  consumer,
  provider,
}: Request): Consent | undefined {
  const { binding, entityRef } = consumer.workload;
  if (binding.state === 'unbound') {
    const message = `Waits for a binding of ${entityRef}. ${binding.message}`;
    return { state: 'pending', reason: 'ConsumerNotBound', message };
  }
  if (provider.binding.state === 'unbound') {
    const message = `Waits for a binding of ${refOf(provider)}. ${
      provider.binding.message
    }`;
    const reason =
      provider.external && !provider.external.workload
        ? 'HostNotBound'
        : 'ProviderNotBound';
    return { state: 'pending', reason, message };
  }
  return undefined;
}

/** What somebody still has to decide. */
export function describePending(
  request: Request,
  ask: Ask,
  newest?: Approval,
): Consent {
  const { provider, consumer, need } = request;
  const what = describeWhat(ask.ports, ask.operations);
  const owner = ownerOf(provider);
  const until = need.until ? { until: need.until } : {};
  if (newest) {
    const others = describeOthers(request, newest);
    const message = others
      ? `${others} since ${newest.by} approved. Waiting for ${owner} to approve ${what} again`
      : `${what} is wider than what ${newest.by} approved. Waiting for ${owner} to approve the difference`;
    const approval = { approvalId: newest.id, by: newest.by, at: newest.at };
    const reason = 'WiderThanApproved';
    return { state: 'pending', reason, message, ...approval, ...until };
  }
  const message = provider.claim.frozen
    ? `${refOf(provider)} ${
        provider.claim.retiring
          ? 'is gone from the catalog'
          : 'has an access rule that cannot be read'
      }, so ${refOf(consumer)} gets nothing new. Ask ${owner}`
    : `Waiting for ${owner} to approve ${what}`;
  return { state: 'pending', reason: 'WaitsForOwner', message, ...until };
}

/** Says who is not the one that was approved; an identity never inherits. */
export function describeOthers(
  { consumer, provider }: Request,
  { scope }: Approval,
): string | undefined {
  return (
    describeOther(consumer, scope.consumer, [consumer.identity]) ??
    describeOther(provider, scope.provider, provider.identities)
  );
}

function describeOther(
  side: { claim: Claim },
  party: ApprovalParty,
  identities: string[],
): string | undefined {
  const { owner, location } = side.claim.declaration;
  if (party.owner !== owner) {
    return `${refOf(side)} passed from ${party.owner} to ${owner}`;
  }
  if (party.location !== location) {
    return `${refOf(side)} moved from ${party.location} to ${location}`;
  }
  const fresh = identities.find(item => !party.identities.includes(item));
  return fresh && `${refOf(side)} now runs as ${fresh}`;
}

export function refOf({ claim }: { claim: Claim }): string {
  return claim.declaration.entityRef;
}

export function ownerOf({ claim }: Pick<Provider, 'claim'>): string {
  const { owner, entityRef } = claim.declaration;
  return owner ?? `the owner of ${entityRef}`;
}
