import { canonicalJson } from '../../objects/canonicalJson';
import { intersect, toOperation, unite } from '../operations/operations';
import type { AccessGrant, Operation } from '../types';
import type { Limits } from './asks';
import type { Claim } from './claims';
import type { Contracts } from './Contracts';
import type { Findings } from './Findings';
import { nearestNames } from './nearestNames';
import { describeAmbiguous, describeUnknown } from './Reaches';
import type { Targets } from './Targets';

/** Tells what entries of `access.allow` are limited to. */
export class AccessLimits {
  readonly #known = new Map<Claim, Limits[]>();

  constructor(
    readonly options: {
      contracts: Contracts;
      findings: Findings;
      targets: Pick<Targets, 'provides'>;
    },
  ) {}

  /** One for each entry, in their order. */
  of(provider: Claim): Limits[] {
    const known = this.#known.get(provider);
    if (known) {
      return known;
    }
    const allow = provider.declaration.access?.allow ?? [];
    const made = allow.map((grant, index) =>
      this.#limitsOf(provider, grant, index),
    );
    this.#known.set(provider, made);
    return made;
  }

  /** What the names of an entry stand for, to be stored. */
  resolved(provider: Claim, index: number): Operation[] | undefined {
    const grant = provider.declaration.access?.allow[index];
    return grant?.operations && this.#resolve(provider, grant, index);
  }

  #limitsOf(provider: Claim, grant: AccessGrant, index: number): Limits {
    const { ports, methods, paths } = grant;
    const operation = toOperation(methods, paths);
    const named = grant.operations && this.#resolve(provider, grant, index);
    const operations =
      named && operation
        ? intersect(named, [operation])
        : named ?? (operation && [operation]);
    return { ...(ports && { ports }), ...(operations && { operations }) };
  }

  #resolve(provider: Claim, grant: AccessGrant, index: number): Operation[] {
    const { contracts, findings, targets } = this.options;
    const { declaration } = provider;
    const names = grant.operations ?? [];
    const apis = declaration.providesApis.filter(api =>
      targets.provides(provider, api),
    );
    const found = apis.map(api => contracts.select(api, names));
    const missing = names.filter(name =>
      found.every(({ unknown }) => unknown.includes(name)),
    );
    const pointer = `/spec/mesh/access/allow/${index}/operations`;
    const unreadable = apis.some(api => !contracts.isReadable(api));
    const old = unreadable && missing.length > 0 ? before(provider, grant) : [];
    const what = apis.join(', ') || declaration.entityRef;
    for (const name of missing) {
      const near = nearestNames(
        name,
        apis.flatMap(api => contracts.names(api)),
      );
      const message = describeUnknown(what, name, near);
      findings.add(declaration, { code: 'MW1124', pointer, message });
    }
    for (const { ambiguous } of found) {
      for (const [name, full] of ambiguous) {
        const message = describeAmbiguous(what, name, full);
        findings.add(declaration, { code: 'MW1128', pointer, message });
      }
    }
    return unite(...found.map(({ operations }) => operations), old);
  }
}

/** What the same entry stood for while definitions could be read. */
function before({ lastGood }: Claim, grant: AccessGrant): Operation[] {
  const same = lastGood?.declaration.access?.allow.find(
    ({ from, operations }) =>
      from === grant.from &&
      canonicalJson(operations ?? null) ===
        canonicalJson(grant.operations ?? null),
  );
  return same?.resolved ?? [];
}
