import { standingOf, type NetworkStanding } from './networkStanding';
import type { ServerModes } from './peerModes';
import { arrangeRules, type RuleBook } from './ruleBook';
import {
  selectAuthorizationPolicies,
  selectRequestAuthentications,
} from './selectPolicies';
import type { TokenPolicy } from './requestAuthentication';
import { GATEWAY_NAME } from './policyTarget';
import { identitiesOf } from './deriveSeen';
import type { Caller } from './evaluateAuthorization';
import type { CallParty } from './types';
import type { WorldIndex } from './worldIndex';

type Labels = Record<string, string>;
type Pod = { namespace: string; labels: Labels };

/** What the objects of a world have to do with pods of the same labels. */
export type Standing = {
  readonly namespace: string;
  /** The labels that some object asks for, and their values. */
  readonly names: readonly string[];
  readonly values: ReadonlyArray<string | undefined>;
  readonly network: NetworkStanding;
  readonly mtls: ServerModes;
  readonly rules: RuleBook;
  readonly tokens: readonly TokenPolicy[];
  /** The identity that was presented last, as it is seen by the other side. */
  identity?: Identity;
};

/** What a party presents on mutual TLS. */
export type Identity = {
  serviceAccount?: string;
  /** SPIFFE URIs; undefined when not known. */
  uris?: readonly string[];
  caller?: Caller;
};

/** How many kinds of pods are remembered before all are forgotten. */
const MOST = 50_000;

/**
 * Looks up what concerns a pod once per kind of pod: those of one namespace
 * that differ only in labels that no object asks for.
 *
 * @remarks
 *
 * The way from a labels object to its kind is remembered weakly and checked
 * at each use, so that labels which change later are looked up anew.
 */
export class Standings {
  readonly #index: WorldIndex;
  /** Labels that some object asks for in a namespace. */
  readonly #names = new Map<string, readonly string[]>();
  readonly #byObject = new WeakMap<Labels, Standing>();
  readonly #byContent = new Map<string, Standing>();

  constructor(index: WorldIndex) {
    this.#index = index;
  }

  of(pod: Pod): Standing {
    const known = this.#byObject.get(pod.labels);
    return known && fits(known, pod) ? known : this.#findByContent(pod);
  }

  #findByContent({ namespace, labels }: Pod): Standing {
    const names = this.#namesIn(namespace);
    const values = names.map(name => labels[name]);
    const key = JSON.stringify([namespace, ...values]);
    let standing = this.#byContent.get(key);
    if (!standing) {
      standing = lookUp(this.#index, { namespace, labels, names, values });
      if (this.#byContent.size >= MOST) this.#byContent.clear();
      this.#byContent.set(key, standing);
    }
    this.#byObject.set(labels, standing);
    return standing;
  }

  #namesIn(namespace: string): readonly string[] {
    const known = this.#names.get(namespace);
    if (known) return known;
    const names = listLabelNames(this.#index, namespace);
    if (this.#names.size >= MOST) this.#names.clear();
    this.#names.set(namespace, names);
    return names;
  }
}

function fits({ namespace, names, values }: Standing, pod: Pod): boolean {
  if (namespace !== pod.namespace) return false;
  const { labels } = pod;
  for (let i = 0; i < values.length; i += 1) {
    if (labels[names[i] as string] !== values[i]) return false;
  }
  return true;
}

/** Labels of pods of a namespace that some object asks for. */
function listLabelNames(index: WorldIndex, namespace: string): string[] {
  const { network, options } = index;
  const shelves = [
    index.authorizationPolicies,
    index.requestAuthentications,
    index.peerModes,
    network.policies.ingress,
    network.policies.egress,
    network.peers,
  ];
  const names = [namespace, options.rootNamespace].flatMap(home =>
    shelves.flatMap(shelf => shelf.labelNames(home)),
  );
  return [...new Set([GATEWAY_NAME, ...network.expressionNames, ...names])];
}

function lookUp(
  index: WorldIndex,
  pod: Pod & Pick<Standing, 'names' | 'values'>,
): Standing {
  const { namespace, names, values } = pod;
  return {
    namespace,
    names,
    values,
    network: standingOf(index.network, pod),
    mtls: index.peerModes.modesOf(pod),
    rules: arrangeRules(
      selectAuthorizationPolicies(index, pod),
      index.identityNumbers,
    ),
    tokens: selectRequestAuthentications(index, pod),
    identity: undefined,
  };
}

/** What a party presents; remembered for the next one of the same kind. */
export function identify(
  index: WorldIndex,
  standing: Standing,
  party: CallParty,
): Identity {
  const { principal, serviceAccount } = party;
  const known = standing.identity;
  if (
    principal === undefined &&
    serviceAccount !== undefined &&
    known?.serviceAccount === serviceAccount
  ) {
    return known;
  }
  const uris = identitiesOf(index.options, party);
  const [uri] = uris ?? [];
  const caller =
    uri === undefined ? undefined : { number: index.identityNumbers.get(uri) };
  const identity = { serviceAccount, uris, caller };
  if (principal === undefined) standing.identity = identity;
  return identity;
}

/** Without a certificate. */
export const NOBODY: Identity = { uris: [], caller: {} };
