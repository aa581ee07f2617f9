import {
  EVERYTHING,
  intersect,
  isEverything,
  toOperation,
} from '../operations/operations';
import { escape } from '../read/Field';
import type { Consent, Need, Operation } from '../types';
import type { Claim } from './claims';
import type { Contracts, Selection } from './Contracts';
import type { Findings } from './Findings';
import { isNotWider, namesSame } from './isNotWider';
import { nearestNames } from './nearestNames';

/** How far a need goes, whoever provides it. */
export type Reach = {
  /** Absent: everything. None when it is empty. */
  operations?: Operation[];
  /** What the API offered, before methods and paths of the need. */
  resolved?: Operation[];
  wholeApi?: true;
  /** Why nothing can be granted now. */
  blocked?: Consent;
};

/** Tells how far needs go: by their refinements and by contracts of APIs. */
export class Reaches {
  readonly #known = new Map<Need, Reach>();
  readonly contracts: Contracts;
  readonly findings: Findings;

  constructor(options: { contracts: Contracts; findings: Findings }) {
    this.contracts = options.contracts;
    this.findings = options.findings;
  }

  of(consumer: Claim, need: Need): Reach {
    if (!need.targetRef.startsWith('api:')) {
      return limitedTo(refinementOf(need));
    }
    const known = this.#known.get(need);
    if (known) {
      return known;
    }
    const reach = this.#throughApi(consumer, need);
    this.#known.set(need, reach);
    return reach;
  }

  #throughApi(consumer: Claim, need: Need): Reach {
    const refinement = refinementOf(need);
    const offered = this.#offered(consumer, need);
    if (!offered) {
      return { blocked: this.#block(need), ...wholeOf(need) };
    }
    if (isEverything(offered)) {
      return { ...limitedTo(refinement), resolved: [{}] };
    }
    this.#reportMissed(consumer, need, offered);
    return {
      operations: refinement ? intersect(offered, refinement) : offered,
      resolved: offered,
      ...wholeOf(need),
    };
  }

  /** What may be had of the API; undefined when nobody knows. */
  #offered(consumer: Claim, need: Need): Operation[] | undefined {
    const { targetRef } = need;
    const contract = this.contracts.of(targetRef);
    const had = consumer.lastGood?.declaration.needs.find(
      old => old.targetRef === targetRef,
    );
    const isKept = had !== undefined && isNotWider(need, had);
    if (!this.contracts.isReadable(targetRef)) {
      this.#reportUnreadable(consumer, need, isKept);
      if (!isKept) {
        return undefined;
      }
      if (!contract || contract.kind === 'unreadable') {
        return namesSame(need, had) ? had.resolved ?? wide(had) : undefined;
      }
    }
    if (contract?.kind === 'port') {
      this.#add(consumer, need.pointer, {
        code: 'MW1125',
        message: `The definition of ${targetRef} (${contract.format}) names no operations, so the dependency is as wide as the ports of its providers. Narrow it by methods and paths where that is possible`,
      });
    }
    if (!need.operations) {
      return contract?.kind === 'port'
        ? [...EVERYTHING]
        : this.contracts.all(targetRef);
    }
    const selection = this.contracts.select(targetRef, need.operations);
    this.#reportNames(consumer, need, selection);
    return selection.operations;
  }

  #block({ targetRef }: Need): Consent {
    return {
      state: 'pending',
      reason: 'ContractUnreadable',
      message: `What ${targetRef} offers is not known, because its definition cannot be read, so nothing new is granted. Its owner has to correct it`,
    };
  }

  #reportUnreadable(consumer: Claim, need: Need, isKept: boolean) {
    const contract = this.contracts.of(need.targetRef);
    const why = contract?.stale?.message ?? contract?.problems[0]?.message;
    this.#add(consumer, need.pointer, {
      code: 'MW1123',
      message: `The definition of ${need.targetRef} cannot be read${
        why ? ` (${why})` : ''
      }, so ${
        isKept ? 'what was granted before stays' : 'nothing is granted'
      }. Ask its owner to correct it`,
    });
  }

  #reportNames(consumer: Claim, need: Need, selection: Selection) {
    const { unknown, ambiguous } = selection;
    const pointer = `${refinementPointer(need)}/operations`;
    for (const name of unknown) {
      const near = nearestNames(name, this.contracts.names(need.targetRef));
      this.#add(consumer, pointer, {
        code: 'MW1124',
        message: describeUnknown(need.targetRef, name, near),
      });
    }
    for (const [name, names] of ambiguous) {
      this.#add(consumer, pointer, {
        code: 'MW1128',
        message: describeAmbiguous(need.targetRef, name, names),
      });
    }
  }

  /** Methods and paths of a refinement of which the API has none. */
  #reportMissed(consumer: Claim, need: Need, offered: Operation[]) {
    const { targetRef, methods = [], paths = [] } = need;
    const parts: Array<[string, Operation]> = [
      ...methods.map((name): [string, Operation] => [
        name,
        { methods: [name] },
      ]),
      ...paths.map((name): [string, Operation] => [name, { paths: [name] }]),
    ];
    const missed = parts.filter(
      ([, part]) => intersect(offered, [part]).length === 0,
    );
    const isNothing = offered.length === 0 && !need.operations;
    if (missed.length === 0 && !isNothing) {
      return;
    }
    this.#add(consumer, isNothing ? need.pointer : refinementPointer(need), {
      code: 'MW1126',
      message: isNothing
        ? `The definition of ${targetRef} names no operation, so nothing is granted. Its owner has to add what it offers`
        : `${targetRef} does not offer ${missed
            .slice(0, 5)
            .map(([name]) => name)
            .join(
              ', ',
            )}, so that grants nothing. Its operations: ${this.contracts
            .names(targetRef)
            .slice(0, 5)
            .join(', ')}`,
    });
  }

  #add(
    { declaration }: Claim,
    pointer: string,
    finding: Pick<Parameters<Findings['add']>[1], 'code' | 'message'>,
  ) {
    this.findings.add(declaration, { ...finding, pointer });
  }
}

/** An earlier release recorded no operations and granted whole ports. */
function wide(had: Need): Operation[] {
  return had.operations ? [] : [...EVERYTHING];
}

function refinementOf({ methods, paths }: Need): Operation[] | undefined {
  const operation = toOperation(methods, paths);
  return operation && [operation];
}

function limitedTo(operations: Operation[] | undefined): Reach {
  return operations ? { operations } : {};
}

function wholeOf({ operations, methods, paths }: Need): { wholeApi?: true } {
  return operations || methods || paths ? {} : { wholeApi: true };
}

function refinementPointer({ targetRef }: Need): string {
  return `/spec/mesh/dependencies/${escape(targetRef)}`;
}

export function describeUnknown(
  apis: string,
  name: string,
  near: string[],
): string {
  const known =
    near.length > 0
      ? `The nearest names are ${near.join(', ')}`
      : 'Its definition names none';
  return `${apis} has no operation '${name.slice(
    0,
    200,
  )}', so that name grants nothing. ${known}`;
}

export function describeAmbiguous(
  apis: string,
  name: string,
  names: string[],
): string {
  return `'${name.slice(
    0,
    200,
  )}' stands for several operations of ${apis}, so it grants nothing. Write one of ${names
    .slice(0, 10)
    .join(', ')}`;
}
