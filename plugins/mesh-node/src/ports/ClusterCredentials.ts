import type { Config } from '@backstage/config';

/**
 * Finds out how to reach a cluster of one type.
 *
 * @public
 */
export interface ClusterCredentials {
  /** Value of `mesh.clusters[].type` that this serves, for example `aks`. */
  readonly type: string;

  /**
   * A kubeconfig (YAML) whose current context is the cluster, with a token
   * or certificate in it that is good now. Called again before
   * `expiresAt` and after a 401.
   */
  getKubeconfig(options: {
    cluster: string;
    config: Config;
    signal?: AbortSignal;
  }): Promise<{ kubeconfig: string; expiresAt?: Date }>;
}
