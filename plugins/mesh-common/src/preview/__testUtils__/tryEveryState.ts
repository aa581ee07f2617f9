import { evaluate } from '../../evaluate/evaluate';
import { indexWorld } from '../../evaluate/indexWorld';
import type { CallRequest } from '../../evaluate/types';
import { objectKey } from '../../objects/objectKey';
import type { MeshObject } from '../../objects/types';
import { createPlan } from '../../plan';
import type { Change, Plan } from '../../plan/types';
import {
  compileTown,
  isDeclared,
  listPods,
  podOf,
  type SmallTown,
  toObjects,
  type TownCall,
  type TownPod,
  townNamespaces,
} from './SmallTown';

export const townWorld = {
  rootNamespace: 'aks-istio-system',
  trustDomain: 'cluster.local',
};

type Live = Map<string, MeshObject>;
type Judged = TownCall & { isKept: boolean; mayBe: boolean };

const toMap = (objects: readonly MeshObject[]): Live =>
  new Map(objects.map(object => [objectKey(object), object]));

/** What runs and is written when a town is given another shape. */
export function startTown(from: SmallTown, to: SmallTown) {
  const before = listPods(from).flatMap(toObjects);
  const after = listPods(to).flatMap(toObjects);
  const wanted = new Set(after.map(objectKey));
  return {
    desired: compileTown(to),
    live: toMap([...townNamespaces, ...before, ...after, ...compileTown(from)]),
    old: before.map(objectKey).filter(key => !wanted.has(key)),
  };
}

/** One more plan from what is live. */
export function planTown(
  desired: readonly MeshObject[],
  live: Live,
  now?: string,
): Plan {
  return createPlan({
    ...{ desired, desiredRecords: [], live: [...live.values()] },
    ...{ instance: 'test', cluster: 'shop-weu', now },
  });
}

/** What is there when everything is as desired. */
export function toFinal(
  desired: readonly MeshObject[],
  live: Live,
): MeshObject[] {
  const others = [...live.values()].filter(({ kind }) =>
    ['Namespace', 'Pod', 'Service'].includes(kind),
  );
  const all = [...others, ...desired];
  return [...new Map(all.map(item => [objectKey(item), item])).values()];
}

/** Between the pods of before and those of after, each on its own ports. */
export function listTownCalls(from: SmallTown, to: SmallTown): Judged[] {
  const pods = new Map<string, TownPod>();
  for (const pod of [...listPods(from), ...listPods(to)]) {
    pods.set(objectKey(toObjects(pod)[0]), pod);
  }
  const all = [...pods.values()];
  const asks = [
    { port: 'http', method: 'GET' },
    { port: 'http', method: 'POST' },
    { port: 'tcp' },
  ] as const;
  const isAt = (town: SmallTown, call: TownCall) =>
    isDeclared(town, {
      ...call,
      from: podOf(call.from.name, town),
      to: podOf(call.to.name, town),
    });
  return all.flatMap(caller =>
    all
      .filter(({ name }) => name !== caller.name)
      .flatMap(called =>
        asks.map(ask => {
          const call = { ...ask, from: caller, to: called };
          return {
            ...call,
            isKept: isAt(from, call) && isAt(to, call),
            mayBe:
              isAt(from, call) ||
              isAt(to, call) ||
              isDeclared(from, call) ||
              isDeclared(to, call),
          };
        }),
      ),
  );
}

function toRequest({ from, to, port, method }: TownCall): CallRequest {
  return {
    source: from.party,
    destination: {
      ...to.party,
      port: to.ports[port],
      protocol: port === 'http' ? 'http' : 'tcp',
    },
    ...(method && { http: { method, path: '/' } }),
  };
}

const describePod = ({ name, party, ports }: TownPod) =>
  `${name}(${party.namespace} ${party.labels.app} ${party.serviceAccount} ${ports.http})`;

function describeCall({ from, to, port, method }: TownCall): string {
  return `${describePod(from)} to ${describePod(to)} ${method ?? port}`;
}

/** Remembers which calls were ever let through, and says what goes wrong. */
export class Witness {
  readonly #calls: readonly Judged[];
  readonly #seen = new Set<Judged>();

  constructor(
    calls: readonly Judged[],
    start: Live,
    { alsoLosses = true } = {},
  ) {
    this.#calls = alsoLosses
      ? calls
      : calls.map(call => ({ ...call, isKept: false }));
    this.#judge(start).forEach(
      (isLet, place) => isLet && this.#seen.add(this.#calls[place]),
    );
  }

  /** The first call that is judged as it must not be. */
  look(state: Live, { isSettled = false } = {}): string | undefined {
    const verdicts = this.#judge(state);
    for (const [place, call] of this.#calls.entries()) {
      if (verdicts[place] && !call.mayBe) {
        return `opened: ${describeCall(call)}`;
      }
      if (!verdicts[place] && call.isKept) {
        if (this.#seen.has(call)) return `lost: ${describeCall(call)}`;
        if (isSettled) return `never let through: ${describeCall(call)}`;
      }
    }
    return undefined;
  }

  #judge(state: Live): boolean[] {
    const indexed = indexWorld([...state.values()], townWorld);
    return this.#calls.map(
      call => evaluate(indexed, toRequest(call)).decision === 'allow',
    );
  }
}

export function applyChanges(live: Live, changes: readonly Change[]): Live {
  const next = new Map(live);
  for (const change of changes) {
    if (change.target !== 'object') continue;
    if (change.type === 'delete') next.delete(change.key);
    else {
      const { metadata } = change.desired;
      const creationTimestamp = '2026-11-23T12:00:00Z';
      next.set(change.key, {
        ...change.desired,
        metadata: { ...metadata, creationTimestamp },
      });
    }
  }
  return next;
}

/** All subsets of a small wave; of a large one every single and every gap. */
function* subsetsOf(wave: readonly Change[]): Generator<Change[]> {
  if (wave.length <= 5) {
    for (let bits = 1; bits < 2 ** wave.length; bits += 1) {
      yield wave.filter((_, place) => Math.floor(bits / 2 ** place) % 2 === 1);
    }
    return;
  }
  for (const change of wave) {
    yield [change];
    yield wave.filter(other => other !== change);
  }
  yield [...wave];
  for (let step = 2; step < 6; step += 1) {
    yield wave.filter((_, place) => place % step === 0);
    yield wave.filter((_, place) => place % step !== 0);
  }
}

/** The first thing that goes wrong within the waves of one plan. */
export function tryPlan(
  { waves }: Pick<Plan, 'waves'>,
  start: Live,
  witness: Witness,
): string | undefined {
  let state = start;
  for (const [number, wave] of waves.entries()) {
    for (const subset of subsetsOf(wave)) {
      const found = witness.look(applyChanges(state, subset));
      if (found) {
        const keys = subset.map(({ type, key }) => `${type} ${key}`);
        return `${found}; wave ${number}: ${keys.join(', ')}`;
      }
    }
    state = applyChanges(state, wave);
  }
  return undefined;
}

/** What goes wrong on the way from one town to another; none is well. */
export function tryEveryState(
  from: SmallTown,
  to: SmallTown,
  options: { alsoLosses?: boolean } = {},
): string | undefined {
  const { desired, old, ...rest } = startTown(from, to);
  let { live } = rest;
  const witness = new Witness(listTownCalls(from, to), live, options);
  for (let pass = 0; pass < 12; pass += 1) {
    const plan = planTown(desired, live);
    const found = tryPlan(plan, live, witness);
    if (found) return `pass ${pass}: ${found}`;
    if (plan.waves.length === 0) {
      return old.length > 0
        ? witness.look(live, { isSettled: true })
        : undefined;
    }
    live = applyChanges(live, plan.waves.flat());
  }
  return 'the plans do not end';
}
