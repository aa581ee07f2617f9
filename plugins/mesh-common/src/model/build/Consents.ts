import { describeWhat } from '../describeWhat';
import type {
  Approval,
  ApprovalScope,
  Consent,
  MeshInput,
  Need,
} from '../types';
import { type Ask, isInside, type Limits, limitsOf, splitAsk } from './asks';
import type { Ends } from './Ends';
import { declined, expired, type Grant, granted, withEnd } from './grants';
import type { Placed } from './placeWorkloads';

/** A part of what was asked, with what became of it. */
export type Decision = Ask & { consent: Consent };

type Request = { consumer: Placed; provider: Placed; need: Need; ask: Ask };

/** Decides about requests by access rules and recorded approvals. */
export class Consents {
  readonly #decisions = new Map<string, Approval[]>();

  constructor(readonly input: MeshInput, readonly ends: Ends) {
    const newestFirst = [...input.approvals].sort((a, b) =>
      `${a.at} ${a.id}` < `${b.at} ${b.id}` ? 1 : -1,
    );
    for (const approval of newestFirst) {
      const key = pairKey(approval);
      this.#decisions.set(key, [...(this.#decisions.get(key) ?? []), approval]);
    }
  }

  /** At least one part; parts that are granted come first. */
  decide(request: Request): Decision[] {
    const { ask, consumer, provider, need } = request;
    const unbound = describeUnbound(consumer, provider);
    if (unbound) {
      return [{ ...ask, consent: unbound }];
    }
    if (this.ends.isOver(need.until)) {
      const message = `The dependency ended at ${need.until}, as ${refOf(
        consumer,
      )} declares. Declare a later end to renew it`;
      return [{ ...ask, consent: expired(message, need.until) }];
    }
    const newest = this.#newestDecision(request);
    if (newest?.decision === 'decline') {
      return [{ ...ask, consent: declined(newest, ownerOf(provider)) }];
    }
    const grants = [
      ...this.#listRules(request),
      ...this.#listApproved(request, newest),
    ];
    return this.#apply(request, grants, newest);
  }

  #apply(request: Request, grants: Grant[], newest?: Approval): Decision[] {
    const parts: Decision[] = [];
    let open: Ask[] = [request.ask];
    for (const { limits, consent } of grants.filter(g => !this.#isEnded(g))) {
      const split = open.map(ask => splitAsk(ask, limits));
      parts.push(
        ...split.flatMap(({ inside }) =>
          inside
            ? [{ ...inside, consent: withEnd(consent, request.need.until) }]
            : [],
        ),
      );
      open = split.flatMap(({ outside }) => outside);
    }
    const over = grants.filter(grant => this.#isEnded(grant));
    for (const ask of open) {
      const ended = over.find(grant => isInside(ask, grant.limits));
      const consent = ended
        ? expired(
            `What allowed ${describeWhat(ask.ports, ask.operations)} ended at ${
              ended.consent.until
            }. ${ownerOf(request.provider)} can renew it`,
            ended.consent.until,
          )
        : describePending(request, ask, newest);
      parts.push({ ...ask, consent });
    }
    return parts;
  }

  /** Grants by the provider's own rules, the most general first. */
  #listRules({ consumer, provider, need }: Request): Grant[] {
    const { frozen, declaration } = provider.claim;
    if (frozen && !wasInForce(consumer, need)) {
      return [];
    }
    const { owner, access } = declaration;
    const grants: Grant[] = [];
    const from = consumer.claim.declaration;
    if (owner && owner === from.owner) {
      const message = `Both sides belong to ${owner}`;
      grants.push(granted('SameOwner', message));
    }
    const approval = access?.approval ?? this.input.defaults.approval;
    if (approval === 'none') {
      const message = `${refOf(provider)} is open to whoever declares it`;
      grants.push(granted('OpenAccess', message));
    }
    for (const entry of access?.allow ?? []) {
      if ([from.entityRef, from.system].includes(entry.from)) {
        const message = `${refOf(provider)} allows ${entry.from}`;
        const grant = granted('AccessRule', message, limitsOf(entry));
        grants.push({ ...grant, consent: withEnd(grant.consent, entry.until) });
      }
    }
    return grants;
  }

  #listApproved(request: Request, newest?: Approval): Grant[] {
    if (!newest || describeOthers(request, newest)) {
      return [];
    }
    const { scope, by, at, id, reason } = newest;
    const message = `Approved by ${by}${reason ? `: ${reason}` : ''}`;
    return listApproved(scope).map(limits => {
      const grant = granted('Approved', message, limits);
      const consent = { ...grant.consent, approvalId: id, by, at };
      return { ...grant, consent: withEnd(consent, scope.until) };
    });
  }

  #newestDecision({ consumer, provider }: Request): Approval | undefined {
    const { environment } = consumer.cluster;
    const key = pairKey({
      consumerRef: refOf(consumer),
      providerRef: refOf(provider),
    });
    return this.#decisions
      .get(key)
      ?.find(item => ['*', environment].includes(item.environment));
  }

  #isEnded({ consent }: Grant): boolean {
    return this.ends.isOver(consent.until);
  }
}

/** True when the consumer had at least this much before. */
function wasInForce({ claim }: Placed, need: Need): boolean {
  return (claim.lastGood?.declaration.needs ?? []).some(
    had =>
      had.targetRef === need.targetRef &&
      isNotWider(need.ports, had.ports) &&
      isNotWider(need.methods, had.methods) &&
      isNotWider(need.paths, had.paths),
  );
}

function isNotWider(now: string[] | undefined, then: string[] | undefined) {
  return !then || (now?.every(value => then.includes(value)) ?? false);
}

function describeUnbound(
  consumer: Placed,
  provider: Placed,
): Consent | undefined {
  for (const [side, reason] of [
    [consumer, 'ConsumerNotBound'],
    [provider, 'ProviderNotBound'],
  ] as const) {
    const { binding, entityRef } = side.workload;
    if (binding.state === 'unbound') {
      const message = `Waits for a binding of ${entityRef}. ${binding.message}`;
      return { state: 'pending', reason, message };
    }
  }
  return undefined;
}

function describePending(
  request: Request,
  ask: Ask,
  newest?: Approval,
): Consent {
  const { provider, consumer, need } = request;
  const what = describeWhat(ask.ports, ask.operations);
  const owner = ownerOf(provider);
  const until = need.until ? { until: need.until } : {};
  const others = newest && describeOthers(request, newest);
  if (newest) {
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

/** What an approval covers, as this release and earlier ones record it. */
function listApproved(scope: ApprovalScope): Limits[] {
  const { operation, also = [] } = scope;
  const first = operation ? { operations: [operation], ...scope } : scope;
  return [first, ...also].map(({ ports, operations, apis, window }) => ({
    ports,
    ...((operations || apis) && { operations: operations ?? [] }),
    ...(window && { window }),
  }));
}

/** Says who is not the one that was approved; an identity never inherits. */
function describeOthers(
  { consumer, provider }: Request,
  { scope }: Approval,
): string | undefined {
  for (const [side, party] of [
    [consumer, scope.consumer],
    [provider, scope.provider],
  ] as const) {
    const { owner, location } = side.claim.declaration;
    const { namespace, serviceAccount } = side.workload;
    if (party.owner !== owner) {
      return `${refOf(side)} passed from ${party.owner} to ${owner}`;
    }
    if (party.location !== location) {
      return `${refOf(side)} moved from ${party.location} to ${location}`;
    }
    if (!party.identities.includes(`${namespace}/${serviceAccount}`)) {
      return `${refOf(side)} now runs as ${namespace}/${serviceAccount}`;
    }
  }
  return undefined;
}

function pairKey(pair: { consumerRef: string; providerRef: string }) {
  return `${pair.consumerRef}>${pair.providerRef}`;
}

function refOf({ claim }: Placed): string {
  return claim.declaration.entityRef;
}

function ownerOf({ claim }: Placed): string {
  const { owner, entityRef } = claim.declaration;
  return owner ?? `the owner of ${entityRef}`;
}
