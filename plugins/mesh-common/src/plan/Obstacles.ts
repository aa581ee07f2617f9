import { ANNOTATION_ENTITIES, LABEL_ENTITY } from '../objects/annotations';
import type { MeshObject } from '../objects/types';
import { isForWholeNamespace, PolicyFailures } from './PolicyFailures';
import type { Change, ChangeResult, Plan, PlanPhase } from './types';

/** What was not made in the end, and why; for a person. */
type Failure = { what: string; message: string };

/** Kinds that decide about calls. */
const POLICY_KINDS = [
  'AuthorizationPolicy',
  'NetworkPolicy',
  'PeerAuthentication',
  'RequestAuthentication',
];

/** Kinds that the policies of a kind rely on, at the same pods. */
const RELIED_ON: Readonly<Record<string, string[]>> = {
  AuthorizationPolicy: ['AuthorizationPolicy', 'RequestAuthentication'],
  NetworkPolicy: ['NetworkPolicy'],
  PeerAuthentication: ['PeerAuthentication'],
  RequestAuthentication: ['RequestAuthentication', 'AuthorizationPolicy'],
};

/** Kinds without which a workload must not be given a way to it. */
const PROTECTING_KINDS = ['AuthorizationPolicy', 'RequestAuthentication'];

/** Phases that open one layer because others are closed by then. */
const OPENING_PHASES: Readonly<Partial<Record<PlanPhase, string[]>>> = {
  admit: ['AuthorizationPolicy', 'NetworkPolicy', 'RequestAuthentication'],
  loosen: POLICY_KINDS,
  tidy: POLICY_KINDS,
};

/**
 * Knows which changes of a plan have to wait because an earlier one was not
 * made, and which may go on.
 *
 * @remarks
 *
 * A wave is safe when those before it were made. A policy that was not made
 * concerns the pods that it selects: later policies of the same kind for any
 * of them wait (the default denial of a namespace selects all), as does what
 * would open them in another layer, and routes to the same entities. What
 * only takes away is needed by nothing but what opens. A conflict of the plan
 * counts as not made from the start.
 *
 * @public
 */
export class Obstacles {
  readonly #phases = new Map<Change, PlanPhase>();
  readonly #namespaces = new Map<string, Failure>();
  readonly #policies = new PolicyFailures<Failure>();
  /** By the namespace of the account. */
  readonly #accounts = new Map<string, Failure>();
  /** By namespace and host of the service entry. */
  readonly #hosts = new Map<string, Failure>();
  readonly #entities = new Map<string, Failure>();
  /** What the changes that waited wait for in the end. */
  readonly #roots = new Map<Change, Failure>();

  /** Knows of nothing yet but the conflicts of the plan. */
  static create(plan: Plan): Obstacles {
    return new Obstacles(plan);
  }

  private constructor({ waves, phases, conflicts }: Plan) {
    waves.forEach((wave, index) => {
      const phase = phases?.[index];
      if (phase) {
        wave.forEach(change => this.#phases.set(change, phase));
      }
    });
    for (const { desired, message } of conflicts) {
      if (desired) {
        this.#add([desired], {
          failure: { what: nameOf(desired), message },
          isNew: true,
        });
      }
    }
  }

  /** Takes note of what became of a change of an earlier wave. */
  note({ change, outcome, message = '' }: ChangeResult): void {
    const versions = versionsOf(change);
    const [object] = versions;
    if (outcome === 'applied' || !object || this.#decidesNothing(change)) {
      return;
    }
    this.#add(versions, {
      failure: this.#roots.get(change) ?? { what: nameOf(object), message },
      isNew: change.type === 'create',
    });
  }

  /** Why a change has to wait, for a person; undefined when it need not. */
  describe(change: Change): string | undefined {
    const [{ kind = '', metadata = undefined } = {}] = versionsOf(change);
    if (metadata?.namespace === undefined) {
      return undefined;
    }
    const home = this.#namespaces.get(metadata.namespace);
    const failure = home ?? this.#find(change, kind);
    if (!failure) {
      return undefined;
    }
    this.#roots.set(change, failure);
    return `Waits for ${failure.what}, which was not applied: ${failure.message}`;
  }

  /** Dry runs are made in the first phase. */
  #decidesNothing(change: Change): boolean {
    return (
      this.#phases.get(change) === 'found' &&
      versionsOf(change).some(({ kind }) =>
        ['AuthorizationPolicy', 'NetworkPolicy'].includes(kind),
      )
    );
  }

  #find(change: Change, kind: string): Failure | undefined {
    if (POLICY_KINDS.includes(kind)) {
      return this.#findPolicy(change, kind);
    }
    const [object] = change.type === 'delete' ? [] : versionsOf(change);
    switch (object?.kind) {
      case 'Sidecar':
        return firstOf(hostsOf(object), host => this.#hosts.get(host));
      case 'Gateway':
      case 'VirtualService':
        return firstOf(entitiesOf(object), ref => this.#entities.get(ref));
      default:
        return undefined;
    }
  }

  #findPolicy(change: Change, kind: string): Failure | undefined {
    const versions = versionsOf(change);
    const phase = this.#phases.get(change);
    // A plan that does not say what its waves are for may open anything.
    const opened = phase ? OPENING_PHASES[phase] : POLICY_KINDS;
    const kinds = opened ?? RELIED_ON[kind] ?? [];
    const alsoDenying = opened !== undefined;
    return (
      this.#findAccount(change, kind) ??
      firstOf(versions, version =>
        this.#policies.find(version, { kinds, alsoDenying }),
      )
    );
  }

  /** Callers of a namespace are known by accounts that have to be there. */
  #findAccount(change: Change, kind: string): Failure | undefined {
    const [object] = change.type === 'delete' ? [] : versionsOf(change);
    const { labels, namespace = '' } = object?.metadata ?? {};
    return kind === 'AuthorizationPolicy' &&
      labels?.[LABEL_ENTITY] === undefined
      ? this.#accounts.get(namespace)
      : undefined;
  }

  #add(
    versions: readonly MeshObject[],
    { failure, isNew }: { failure: Failure; isNew: boolean },
  ): void {
    const [object] = versions;
    const { name = '', namespace = '' } = object?.metadata ?? {};
    switch (object?.kind) {
      case 'Namespace':
        return void (isNew && this.#namespaces.set(name, failure));
      case 'ServiceAccount':
        return void (isNew && this.#accounts.set(namespace, failure));
      case 'ServiceEntry':
        return hostsOf(object).forEach(h => this.#hosts.set(h, failure));
      default:
        return object && POLICY_KINDS.includes(object.kind)
          ? this.#addPolicy(versions, failure)
          : undefined;
    }
  }

  #addPolicy(versions: readonly MeshObject[], failure: Failure): void {
    this.#policies.add(versions, failure);
    versions
      .filter(version => PROTECTING_KINDS.includes(version.kind))
      .filter(version => !isForWholeNamespace(version))
      .flatMap(entitiesOf)
      .forEach(entity => this.#entities.set(entity, failure));
  }
}

/** `namespace/host` of what a service entry or a sidecar names. */
function hostsOf({ kind, metadata, spec }: MeshObject): string[] {
  const named = kind === 'Sidecar' ? spec?.egress : [spec];
  return (Array.isArray(named) ? named : [])
    .flatMap(one => (one as { hosts?: string[] } | undefined)?.hosts ?? [])
    .map(host => `${metadata.namespace}/${host.slice(host.indexOf('/') + 1)}`);
}

function entitiesOf({ metadata }: MeshObject): string[] {
  const text = metadata.annotations?.[ANNOTATION_ENTITIES];
  return text ? text.split(',') : [];
}

function nameOf({ kind, metadata }: MeshObject): string {
  const { name, namespace } = metadata;
  return `${kind} '${namespace ? `${namespace}/` : ''}${name}'`;
}

/** The object of a change, and what it was. */
function versionsOf(change: Change): MeshObject[] {
  if (change.target === 'record') {
    return [];
  }
  switch (change.type) {
    case 'create':
      return [change.desired];
    case 'update':
      return [change.desired, change.live];
    default:
      return [change.live];
  }
}

function firstOf<T, R>(
  items: readonly T[],
  find: (item: T) => R | undefined,
): R | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}
