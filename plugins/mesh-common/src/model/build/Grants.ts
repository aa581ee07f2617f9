import { intersect, unite } from '../operations/operations';
import type { Approval, ApprovalPart, MeshInput, Need } from '../types';
import type { AccessLimits } from './AccessLimits';
import type { Limits } from './asks';
import type { Claim } from './claims';
import type { Request } from './Consents';
import type { Contracts } from './Contracts';
import { type Grant, granted, withEnd } from './consentOf';
import { isNotWider } from './isNotWider';
import { describeOthers, refOf } from './pending';
import type { Placed } from './placeWorkloads';

/** What a provider gives by itself, with the same words to all. */
type Rules = {
  toOwn: Grant[];
  toOthers: Grant[];
};

/** Lists what lets a caller in, and how far, before anything limits it. */
export class Grants {
  readonly #rules = new Map<Claim, Rules>();

  constructor(
    readonly options: {
      input: MeshInput;
      contracts: Contracts;
      limits: AccessLimits;
    },
  ) {}

  /** Grants by the provider's own rules, the most general first. */
  rules({ consumer, provider, need }: Request): Grant[] {
    const { frozen, declaration } = provider.claim;
    const had = frozen ? inForceBefore(consumer, need) : undefined;
    if (frozen && !had) {
      return [];
    }
    const from = consumer.claim.declaration;
    const { owner, access } = declaration;
    const isOwn = owner !== undefined && owner === from.owner;
    const { toOwn, toOthers } = this.#rulesOf(provider.claim);
    const grants = [...(isOwn ? toOwn : toOthers)];
    access?.allow.forEach((entry, index) => {
      if (entry.from === from.entityRef || entry.from === from.system) {
        const message = `${refOf(provider)} allows ${entry.from}`;
        const limits = this.options.limits.of(provider.claim)[index];
        const grant = granted('AccessRule', message, limits);
        grants.push({ ...grant, consent: withEnd(grant.consent, entry.until) });
      }
    });
    return had?.resolved
      ? grants.map(grant => withinBefore(grant, had.resolved))
      : grants;
  }

  #rulesOf(provider: Claim): Rules {
    const known = this.#rules.get(provider);
    if (known) {
      return known;
    }
    const { entityRef, owner, access } = provider.declaration;
    const approval = access?.approval ?? this.options.input.defaults.approval;
    const message = `${entityRef} is open to whoever declares it`;
    const toOthers =
      approval === 'none' ? [granted('OpenAccess', message)] : [];
    const own = granted('SameOwner', `Both sides belong to ${owner}`);
    const rules = { toOwn: [own, ...toOthers], toOthers };
    this.#rules.set(provider, rules);
    return rules;
  }

  approved(request: Request, newest?: Approval): Grant[] {
    if (!newest || describeOthers(request, newest)) {
      return [];
    }
    const { scope, by, at, id, reason } = newest;
    const { operation, also = [] } = scope;
    // A single operation is what releases before 0.2 recorded.
    const first = operation ? { operations: [operation], ...scope } : scope;
    const message = `Approved by ${by}${reason ? `: ${reason}` : ''}`;
    const consent = withEnd(
      {
        state: 'granted',
        reason: 'Approved',
        message,
        approvalId: id,
        by,
        at,
      },
      scope.until,
    );
    return [first, ...also].map(part => ({
      limits: this.#toLimits(part, request),
      consent,
    }));
  }

  /** APIs without operations are covered as their owner changes them. */
  #toLimits(part: ApprovalPart, { need }: Request): Limits {
    const { ports, operations, apis, window } = part;
    const isCovered = apis?.includes(need.targetRef) ?? false;
    const limited = (operations ?? apis) !== undefined && !isCovered;
    const { contracts } = this.options;
    const limits: Limits = { ports, window };
    if (limited) {
      const named = (apis ?? []).map(api => contracts.all(api));
      limits.operations = unite(operations ?? [], ...named);
    }
    return limits;
  }
}

/** The need that the consumer had before, when it asks no more now. */
function inForceBefore({ claim }: Placed, need: Need): Need | undefined {
  return claim.lastGood?.declaration.needs.find(
    had => had.targetRef === need.targetRef && isNotWider(need, had),
  );
}

function withinBefore(grant: Grant, resolved: Need['resolved'] = []): Grant {
  const { operations } = grant.limits;
  const limits = {
    ...grant.limits,
    operations: operations ? intersect(operations, resolved) : resolved,
  };
  return { ...grant, limits };
}
