import { HttpMethod, PatchStrategy } from '@kubernetes/client-node';
import type { JsonObject } from '@backstage/types';
import type { MeshObject, ProvisionStep } from '@meshwright/plugin-mesh-common';
import type {
  StepContext,
  StepDriver,
  StepProgress,
} from '@meshwright/plugin-mesh-node';
import { isMatch } from 'lodash';
import { getObject } from './handOver';
import { hasCode, KubernetesApiError } from './KubernetesApiError';
import type { KubernetesConnection } from './KubernetesConnection';
import { objectPath } from './kinds';
import { sendWithRetry } from './sendWithRetry';
import { listRivals } from './toResult';
import { toStepProgress } from './toStepProgress';

/** Apart from the passes, which own other fields of other objects. */
const FIELD_MANAGER = 'meshwright-provisioner';

const WAIT_MS = 5_000;

type Connection = Pick<KubernetesConnection, 'send'>;

/** Reaches a cluster by name, with credentials that stay good. */
export type ConnectToCluster = (cluster: string) => Promise<Connection>;

/**
 * Applies the objects that a cluster needs besides those of the passes: what
 * configures the mesh itself.
 */
export class KubernetesStepDriver implements StepDriver {
  readonly #connect: ConnectToCluster;

  static create(options: { connect: ConnectToCluster }): KubernetesStepDriver {
    return new KubernetesStepDriver(options.connect);
  }

  private constructor(connect: ConnectToCluster) {
    this.#connect = connect;
  }

  async start(
    step: ProvisionStep,
    context: StepContext,
  ): Promise<StepProgress> {
    const { signal } = context;
    signal?.throwIfAborted();
    try {
      const desired = readObject(step);
      const connection = await this.#connect(context.cluster);
      const live = await readLive(connection, { desired, signal });
      if (!live && isOfTheCluster(desired)) {
        return waitFor(step);
      }
      if (live && isMatch(live, desired)) {
        return { state: 'succeeded', changed: false };
      }
      await applyOver(connection, { desired, live, signal });
      return { state: 'succeeded', changed: true };
    } catch (error) {
      signal?.throwIfAborted();
      return toStepProgress(error, { step, context });
    }
  }

  /** Applying is one request: there is nothing to poll. */
  poll(step: ProvisionStep, context: StepContext): Promise<StepProgress> {
    return this.start(step, context);
  }

  async cancel(): Promise<void> {
    // Nothing is ever under way.
  }
}

function readObject(step: ProvisionStep): MeshObject {
  const { apiVersion, kind, metadata } = (step.body ?? {}) as JsonObject & {
    metadata?: { name?: unknown };
  };
  if (
    typeof apiVersion !== 'string' ||
    typeof kind !== 'string' ||
    typeof metadata?.name !== 'string'
  ) {
    throw new TypeError(`The step '${step.id}' has no object to apply`);
  }
  return step.body as unknown as MeshObject;
}

async function readLive(
  connection: Connection,
  options: { desired: MeshObject; signal?: AbortSignal },
): Promise<MeshObject | undefined> {
  try {
    return await getObject(connection, options.desired, options);
  } catch (error) {
    if (hasCode(error, 404)) {
      return undefined;
    }
    throw error;
  }
}

/** The gateway's Service is made by the cluster; we add to it only. */
function isOfTheCluster({ kind, apiVersion }: MeshObject): boolean {
  return kind === 'Service' && apiVersion === 'v1';
}

function waitFor({ title }: ProvisionStep): StepProgress {
  return {
    state: 'retry',
    afterMs: WAIT_MS,
    error: {
      resource: title,
      message: `The cluster has not made it yet; it does so when its mesh is up`,
    },
  };
}

/**
 * Applies beside what others manage. Whoever created the gateway's Service
 * owns every default that it got, and never chose it nor writes it again: such
 * a field is taken over. Who applies a field says it again, and is named.
 */
async function applyOver(
  connection: Connection,
  options: { desired: MeshObject; live?: MeshObject; signal?: AbortSignal },
) {
  const { desired, live, signal } = options;
  try {
    await apply(connection, { desired, force: false, signal });
  } catch (error) {
    if (!live || !isOfTheCluster(desired) || !isOverDefaults(error, live)) {
      throw error;
    }
    const { resourceVersion } = live.metadata;
    await apply(connection, {
      // Only of what was seen.
      desired: {
        ...desired,
        metadata: { ...desired.metadata, resourceVersion },
      },
      force: true,
      signal,
    });
  }
}

/** Whether nobody who is in the way applies what is theirs. */
function isOverDefaults(error: unknown, live: MeshObject): boolean {
  const rivals = error instanceof KubernetesApiError ? listRivals(error) : [];
  const appliers = new Set(
    (live.metadata.managedFields ?? [])
      .filter(({ operation }) => operation === 'Apply')
      .map(({ manager }) => manager),
  );
  return (
    rivals.length > 0 && rivals.every(({ manager }) => !appliers.has(manager))
  );
}

async function apply(
  connection: Connection,
  options: { desired: MeshObject; force: boolean; signal?: AbortSignal },
) {
  const { desired, force, signal } = options;
  await sendWithRetry(connection, {
    method: HttpMethod.PATCH,
    path: objectPath(desired),
    query: { fieldManager: FIELD_MANAGER, force },
    contentType: PatchStrategy.ServerSideApply,
    body: desired as unknown as JsonObject,
    signal,
  });
}
