import { HttpMethod } from '@kubernetes/client-node';
import { ConflictError, ServiceUnavailableError } from '@backstage/errors';
import {
  LABEL_INSTANCE,
  type MeshObject,
  objectKey,
} from '@meshwright/plugin-mesh-common';
import type {
  ClusterCustody,
  InstanceClaim,
  Transfer,
  TransferResult,
} from '@meshwright/plugin-mesh-node';
import { describeApiError } from './describeApiError';
import { getObject, patchObject } from './handOver';
import { buildClaim, parseClaim } from './instanceClaim';
import { hasCode } from './KubernetesApiError';
import type { KubernetesConnection } from './KubernetesConnection';
import { objectPath } from './kinds';
import { sendWithRetry } from './sendWithRetry';
import { toResult } from './toResult';
import { transferObject } from './transferObject';

type CallOptions = { signal?: AbortSignal };

/** Who manages a cluster, written down in it and guarded by its version. */
export class KubernetesCustody implements ClusterCustody {
  readonly #connection: KubernetesConnection;
  readonly #cluster: string;
  readonly #rootNamespace: string;

  constructor(options: {
    connection: KubernetesConnection;
    cluster: string;
    rootNamespace: string;
  }) {
    this.#connection = options.connection;
    this.#cluster = options.cluster;
    this.#rootNamespace = options.rootNamespace;
  }

  async read(options: CallOptions = {}): Promise<InstanceClaim | undefined> {
    const found = await this.#find(options);
    return found && parseClaim(found);
  }

  async takeOver(
    change: Parameters<ClusterCustody['takeOver']>[0],
    options: CallOptions = {},
  ): Promise<InstanceClaim> {
    const { from, to, by, reason } = change;
    const found = await this.#find(options);
    if (!found) {
      throw new ConflictError(
        `Nobody manages cluster '${this.#cluster}' any more; look again`,
      );
    }
    const current = parseClaim(found);
    if (current.instance === to) {
      return current;
    }
    if (current.instance !== from) {
      throw new ConflictError(
        `Cluster '${this.#cluster}' is managed by the instance '${
          current.instance
        }' and not by '${from}'; look again before taking it over`,
      );
    }
    const claim = { instance: to, since: new Date().toISOString() };
    await this.#guard(options.signal, 'take over', () =>
      patchObject(this.#connection, found, {
        operations: [
          { op: 'test', path: '/data/instance', value: from },
          {
            op: 'add',
            path: '/data',
            value: { ...claim, formerInstance: from, by, reason },
          },
          {
            op: 'add',
            path: '/metadata/labels',
            value: { ...found.metadata.labels, [LABEL_INSTANCE]: to },
          },
        ],
        signal: options.signal,
      }),
    );
    return claim;
  }

  async giveUp(instance: string, options: CallOptions = {}): Promise<void> {
    const found = await this.#find(options);
    if (!found) {
      return;
    }
    const current = parseClaim(found);
    if (current.instance !== instance) {
      throw new ConflictError(
        `Cluster '${this.#cluster}' is managed by the instance '${
          current.instance
        }' by now, which is for that one to give up`,
      );
    }
    const { uid, resourceVersion } = found.metadata;
    await this.#guard(options.signal, 'give up', async () => {
      try {
        await sendWithRetry(this.#connection, {
          method: HttpMethod.DELETE,
          path: objectPath(found),
          body: {
            apiVersion: 'v1',
            kind: 'DeleteOptions',
            preconditions: { uid, resourceVersion },
          },
          signal: options.signal,
        });
      } catch (error) {
        if (!hasCode(error, 404)) {
          throw error;
        }
      }
    });
  }

  async transfer(
    live: MeshObject,
    transfer: Transfer,
  ): Promise<TransferResult> {
    try {
      return await transferObject(this.#connection, live, transfer);
    } catch (error) {
      transfer.signal?.throwIfAborted();
      if (hasCode(error, 404)) {
        return { outcome: 'applied' };
      }
      const { outcome, message } = toResult(
        {
          ...{ target: 'object', type: 'update' },
          ...{ key: objectKey(live), live, desired: live },
        },
        error,
      );
      return { outcome, message };
    }
  }

  async #find({ signal }: CallOptions): Promise<MeshObject | undefined> {
    const wanted = buildClaim(this.#rootNamespace, { instance: '', since: '' });
    return this.#guard(signal, 'read who manages', async () => {
      try {
        return await getObject(this.#connection, wanted, { signal });
      } catch (error) {
        if (hasCode(error, 404)) {
          return undefined;
        }
        throw error;
      }
    });
  }

  /** Says of an error which cluster it is about. */
  async #guard<T>(
    signal: AbortSignal | undefined,
    verb: string,
    run: () => Promise<T>,
  ): Promise<T> {
    try {
      return await run();
    } catch (error) {
      signal?.throwIfAborted();
      // 422 is the answer to a test that failed.
      if (hasCode(error, 409, 422)) {
        throw new ConflictError(
          `Who manages cluster '${
            this.#cluster
          }' changed in the same moment; look again`,
        );
      }
      throw new ServiceUnavailableError(
        `Could not ${verb} cluster '${this.#cluster}': ${describeApiError(
          error,
        )}`,
      );
    }
  }
}
