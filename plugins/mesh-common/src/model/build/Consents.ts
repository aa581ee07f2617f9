import { describeWhat } from '../describeWhat';
import { isEverything } from '../operations/operations';
import type { Approval, Consent, Guardrail, MeshInput, Need } from '../types';
import { type Ask, isInside, type Limits, splitAsk } from './asks';
import type { Ends } from './Ends';
import {
  declined,
  expired,
  type Grant,
  guarded,
  outsideWindow,
  withEnd,
} from './consentOf';
import type { Grants } from './Grants';
import { groupBy } from './groupBy';
import { type Guardrails, splitByGuardrail } from './Guardrails';
import { describePending, describeUnbound, ownerOf, refOf } from './pending';
import type { Placed } from './placeWorkloads';
import type { Provider } from './Provider';
import type { Windows } from './Windows';

/** A part of what was asked, with what became of it. */
export type Decision = Ask & { consent: Consent };

export type Request = {
  consumer: Placed;
  provider: Provider;
  need: Need;
  ask: Ask;
  /** Why nothing can be granted, whoever allows it. */
  blocked?: Consent;
};

/** Decides about requests by guardrails, access rules and approvals. */
export class Consents {
  /** By consumer, then by provider; the newest first. */
  readonly #decisions = new Map<string, Map<string, Approval[]>>();

  constructor(
    readonly options: {
      input: MeshInput;
      ends: Ends;
      windows: Windows;
      guardrails: Guardrails;
      grants: Grants;
    },
  ) {
    const byConsumer = groupBy(
      options.input.approvals,
      item => item.consumerRef,
    );
    for (const [ref, all] of byConsumer) {
      const byProvider = groupBy(all, item => item.providerRef);
      byProvider.forEach(decisions => decisions.sort(compareAge));
      this.#decisions.set(ref, byProvider);
    }
  }

  /** At least one part; parts that are granted come first. */
  decide(request: Request): Decision[] {
    const { consumer, provider } = request;
    const rules = this.options.guardrails.between(
      consumer.claim,
      provider.claim,
      [consumer.cluster.environment, provider.environment],
    );
    if (rules.length === 0) {
      return this.#decideUnguarded(request, rules);
    }
    const asking = rules.filter(({ effect }) => effect === 'approval');
    return rules
      .filter(({ effect }) => effect === 'deny')
      .reduce(denyPart, this.#decideUnguarded(request, asking));
  }

  #decideUnguarded(request: Request, asking: Guardrail[]): Decision[] {
    const { ask, consumer, provider, need, blocked } = request;
    const unbound = describeUnbound(request);
    if (unbound) {
      return [{ ...ask, consent: unbound }];
    }
    if (this.options.ends.isOver(need.until)) {
      const message = `The dependency ended at ${need.until}, as ${refOf(
        consumer,
      )} declares. Declare a later end to renew it`;
      return [{ ...ask, consent: expired(message, need.until) }];
    }
    const newest = this.#newestDecision(request);
    if (newest?.decision === 'decline') {
      return [{ ...ask, consent: declined(newest, ownerOf(provider)) }];
    }
    return blocked
      ? [{ ...ask, consent: blocked }]
      : this.#grant(request, asking, newest);
  }

  #grant(request: Request, asking: Guardrail[], newest?: Approval) {
    const { ask, provider } = request;
    const rules = this.options.grants.rules(request);
    const approved = this.options.grants.approved(request, newest);
    const held: Grant[] = [];
    const over: Grant[] = [];
    for (const grant of [...rules, ...approved]) {
      if (canHold(provider, grant.limits)) {
        (this.#isEnded(grant) ? over : held).push(grant);
      }
    }
    // Nearly always the first gives all of it, so that nothing is cut.
    if (asking.length === 0 && held.length > 0 && covers(held[0], ask)) {
      return [{ ...ask, consent: this.#inForce(request, held[0]) }];
    }
    const parts: Decision[] = [];
    let open: Ask[] = [ask];
    for (const grant of held) {
      const guards = rules.includes(grant) ? asking : [];
      const split = open.map(part => cut(part, grant.limits, guards));
      for (const part of split.flatMap(({ inside }) => inside)) {
        parts.push({ ...part, consent: this.#inForce(request, grant) });
      }
      open = split.flatMap(({ outside }) => outside);
    }
    const rest = { request, asking, over, newest };
    return [...parts, ...open.map(part => this.#leaveOpen(part, rest))];
  }

  /** A grant, unless the window of the need is closed now. */
  #inForce({ need }: Request, { consent }: Grant): Consent {
    const ending = withEnd(consent, need.until);
    const { window } = need;
    const state = window && this.options.windows.stateOf(window);
    return window && state && !state.isOpen
      ? outsideWindow(ending, window, state.changesAt)
      : ending;
  }

  #leaveOpen(
    ask: Ask,
    rest: {
      request: Request;
      asking: Guardrail[];
      over: Grant[];
      newest?: Approval;
    },
  ): Decision {
    const { request, asking, over, newest } = rest;
    const ended = over.find(grant => isInside(ask, grant.limits));
    if (ended) {
      const { until } = ended.consent;
      const what = describeWhat(ask.ports, ask.operations);
      const message = `What allowed ${what} ended at ${until}. ${ownerOf(
        request.provider,
      )} can renew it`;
      return { ...ask, consent: expired(message, until) };
    }
    const guard = asking.find(rule => splitByGuardrail(ask, rule).hit);
    const pending = describePending(request, ask, newest);
    return { ...ask, consent: guard ? guarded(pending, guard) : pending };
  }

  #newestDecision({ consumer, provider }: Request): Approval | undefined {
    const { environment } = consumer.cluster;
    return this.#decisions
      .get(refOf(consumer))
      ?.get(refOf(provider))
      ?.find(
        item => item.environment === '*' || item.environment === environment,
      );
  }

  #isEnded({ consent }: Grant): boolean {
    return this.options.ends.isOver(consent.until);
  }
}

/** The newest first. */
function compareAge(a: Approval, b: Approval): number {
  const isOlder = a.at === b.at ? a.id < b.id : a.at < b.at;
  return isOlder ? 1 : -1;
}

/** True when a grant of whole ports gives all that is asked. */
function covers({ limits }: Grant, { ports }: Ask): boolean {
  const { ports: names, operations, window } = limits;
  return (
    !operations &&
    !window &&
    (!names || ports.every(port => names.includes(port.name)))
  );
}

/** Splits at a grant; what a guardrail is about is not for rules to give. */
function cut(ask: Ask, limits: Limits, asking: Guardrail[]) {
  const { inside, outside } = splitAsk(ask, limits);
  let free: Ask[] = inside ? [inside] : [];
  const left = [...outside];
  for (const rule of asking) {
    const split = free.map(part => splitByGuardrail(part, rule));
    left.push(...split.flatMap(({ hit }) => hit ?? []));
    free = split.flatMap(({ rest }) => rest);
  }
  return { inside: free, outside: left };
}

function denyPart(parts: Decision[], rule: Guardrail): Decision[] {
  return parts.flatMap(({ consent, ...ask }) => {
    if (consent.reason === 'Guardrail') {
      return [{ ...ask, consent }];
    }
    const { hit, rest } = splitByGuardrail(ask, rule);
    const denied: Consent = {
      state: 'denied',
      reason: 'Guardrail',
      message: `A rule of the platform denies this: ${rule.reason}`,
      guardrailId: rule.id,
    };
    return [
      ...rest.map(part => ({ ...part, consent })),
      ...(hit ? [{ ...hit, consent: denied }] : []),
    ];
  });
}

/** Where no proxy looks at calls, a limit of operations would be none. */
function canHold({ inMesh }: Provider, { operations }: Limits): boolean {
  return inMesh || operations === undefined || isEverything(operations);
}
