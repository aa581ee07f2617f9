import { randomBytes, randomUUID } from 'node:crypto';
import { ArmError, refuse } from './ArmError';
import { type ArmFault, ArmFaults, kindOf } from './ArmFaults';
import { loadState, saveState } from './ArmState';
import { checkToken } from './checkRequest';
import { Journal } from './core/Journal';
import type { Resource } from './core/Resource';
import { settle } from './core/settle';
import type { ArmAnswer, ArmRequest } from './core/wire';
import { type ClusterHost, World } from './core/World';
import { dispatch } from './dispatch';
import { defaultFacts, type Facts } from './facts/Facts';
import { afflictAfter, afflictBefore, spoil } from './faults/afflict';
import { toError } from './faults/toError';
import { namespaces } from './routes/providers';
import { type ArmCluster, seed, seededClusterId } from './seed';
import { resumeClusters } from './types/managedClusters';
import { Tokens } from './tokens';
import { resourceTypes } from './types';

/**
 * What the sandbox's Azure holds and how it behaves.
 *
 * @public
 */
export type ArmCoreOptions = {
  /** Keeps resources and operations over restarts. */
  stateFile?: string;
  subscriptionId: string;
  resourceGroup: string;
  /** Names of private DNS zones that are there from the start. */
  zones: string[];
  clusters: ArmCluster[];
  /** How many times faster than Azure; 10,000 by default. */
  speed?: number;
  /** Milliseconds since 1970; the computer's own by default. */
  now?: () => number;
  facts?: Facts;
  /** Namespaces that the subscription has not registered; none by default. */
  unregistered?: string[];
  host?: ClusterHost;
  /** Query endpoint of every Azure Monitor workspace. */
  prometheusUrl?: string;
  /** What a managed identity shows to get tokens; some secret by default. */
  identityHeader?: string;
};

/**
 * An Azure Resource Manager without a server.
 *
 * @public
 */
export type ArmCore = {
  /** Answers a request; never throws. */
  handle(request: ArmRequest): Promise<ArmAnswer>;
  faults: ArmFaults;
  journal: Journal;
  facts: Facts;
  tokens: Tokens;
  /** What a managed identity shows to get tokens; a secret. */
  identityHeader: string;
  /** A bearer token for Resource Manager. */
  issueToken(): string;
  /** All that is there now, for a test to look at. */
  resources(): readonly Resource[];
  /** Lets clusters of an earlier time run again. */
  resume(): Promise<void>;
};

const TENANT = '00000000-0000-0000-0000-0000000000aa';
const DEFAULT_SPEED = 10_000;

/** Makes an Azure Resource Manager; it runs nothing by itself. @public */
export function createArm(options: ArmCoreOptions): ArmCore {
  const { stateFile } = options;
  const { store, former } = loadState(stateFile);
  const faults = new ArmFaults();
  const tokens = new Tokens();
  const world = createWorld(options, store);
  register(world, options.unregistered ?? []);
  seed(world, { ...options, former });
  for (const { name, kubeconfig } of options.clusters) {
    const id = seededClusterId(world, { ...options, name });
    world.kubeconfigs.set(id.toLowerCase(), kubeconfig);
  }
  const save = () => stateFile && saveState(stateFile, store);
  return {
    ...{ faults, tokens, journal: world.journal, facts: world.facts },
    identityHeader: options.identityHeader ?? randomBytes(24).toString('hex'),
    issueToken: () => tokens.issue('https://management.azure.com').token,
    resources: () => store.all(),
    async resume() {
      settle(world);
      resumeClusters(world);
      await world.finishWork();
      save();
    },
    handle: request => handle({ world, faults, tokens, save }, request),
  };
}

function createWorld(options: ArmCoreOptions, store: World['store']): World {
  return new World({
    store,
    journal: new Journal(),
    facts: options.facts ?? defaultFacts(),
    subscriptionId: options.subscriptionId,
    tenantId: TENANT,
    prometheusUrl: options.prometheusUrl,
    speed: options.speed ?? DEFAULT_SPEED,
    now: options.now ?? Date.now,
    host: options.host,
    types: resourceTypes,
  });
}

function register(world: World, unregistered: string[]): void {
  const without = unregistered.map(one => one.toLowerCase());
  for (const namespace of namespaces(world)) {
    const key = namespace.toLowerCase();
    if (!without.includes(key) && !world.store.registrations.has(key)) {
      world.store.registrations.set(key, 0);
    }
  }
}

type Parts = {
  world: World;
  faults: ArmFaults;
  tokens: Tokens;
  save(): void;
};

async function handle(parts: Parts, request: ArmRequest): Promise<ArmAnswer> {
  const { world, faults } = parts;
  world.journal.count();
  const { method } = request;
  const [path] = request.url.split('?');
  const fault = faults.take(method, request.url);
  if (fault?.delayMs) {
    await new Promise(resolve => setTimeout(resolve, fault.delayMs));
  }
  const kind = fault && kindOf(fault);
  const instead = fault && replace(fault);
  if (fault && instead) {
    faults.note({ fault, method, path, applied: true });
    return finish(request, instead);
  }
  let applied = kind !== 'fail-operation' && kind !== 'lose-operation';
  if (fault && !applied) {
    applied = afflictBefore(world, fault, request);
  }
  const answered = await attempt(parts, request);
  if (fault && !applied) {
    applied = afflictAfter(world, fault, answered);
    parts.save();
  }
  if (fault) {
    faults.note({ fault, method, path, applied });
  }
  return finish(request, fault ? spoil(fault, answered) : answered);
}

/** The answer of a fault that lets nothing through. */
function replace(fault: ArmFault): ArmAnswer | undefined {
  if (kindOf(fault) === 'reset-before') {
    return { status: 0, headers: {}, broken: 'reset' };
  }
  return kindOf(fault) === 'status' && fault.status !== undefined
    ? toAnswer(toError(fault.status, fault))
    : undefined;
}

async function attempt(parts: Parts, request: ArmRequest): Promise<ArmAnswer> {
  const { world } = parts;
  let isChanged = settle(world);
  try {
    await world.finishWork();
    checkToken(parts.tokens, request);
    const answered = await dispatch(world, request);
    isChanged ||= request.method !== 'GET' && request.method !== 'HEAD';
    await world.finishWork();
    return answered;
  } catch (error) {
    return toAnswer(error);
  } finally {
    if (isChanged) {
      parts.save();
    }
  }
}

function toAnswer(error: unknown): ArmAnswer {
  const known =
    error instanceof ArmError
      ? error
      : refuse(
          500,
          'InternalServerError',
          `The server encountered an error: ${
            error instanceof Error ? error.message : String(error)
          }`,
        );
  return {
    status: known.status,
    headers: known.headers,
    body: known.toJSON(),
  };
}

/** Headers that every answer of Resource Manager has. */
function finish(request: ArmRequest, answered: ArmAnswer): ArmAnswer {
  const id = randomUUID();
  const client = request.headers['x-ms-client-request-id'];
  const wanted = request.headers['x-ms-return-client-request-id'] === 'true';
  return {
    ...answered,
    headers: {
      ...answered.headers,
      'x-ms-request-id': id,
      'x-ms-correlation-request-id': id,
      'Cache-Control': 'no-cache',
      ...(client && wanted && { 'x-ms-client-request-id': client }),
    },
  };
}
