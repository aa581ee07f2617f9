import {
  ContainerServiceClient,
  type ManagedClustersOperations,
} from '@azure/arm-containerservice';
import {
  PrivateDnsManagementClient,
  type RecordSetsOperations,
} from '@azure/arm-privatedns';
import {
  createResourceManagement,
  type ResourceManagementClientOptionalParams as ClientOptions,
} from '@azure/arm-resources/api';
import type { AccessToken, TokenCredential } from '@azure/core-auth';
import type { HttpClient } from '@azure/core-rest-pipeline';
import { DefaultAzureCredential } from '@azure/identity';
import type { AzureConfig } from '../config/readAzureConfig';
import { createLoopbackClient } from './createLoopbackClient';
import { ResourceManager } from './ResourceManager';

/** Longest time that one call may take, with all its retries. */
const CALL_TIMEOUT_MS = 120_000;

const RETRIES = { maxRetries: 3, maxRetryDelayInMs: 20_000 };
const NO_RETRIES = { maxRetries: 0 };

const RESOURCE_MANAGER = 'https://management.azure.com';

type RetryOptions = {
  maxRetries?: number;
  retryDelayInMs?: number;
  maxRetryDelayInMs?: number;
};

type Options = {
  credential?: TokenCredential;
  /** What carries requests; the network by default. */
  httpClient?: HttpClient;
  /** How often and how fast reading is tried again. */
  retries?: RetryOptions;
};

/**
 * Clients of Azure, made when they are first needed and then kept.
 */
export class AzureClients {
  readonly #config: AzureConfig;
  readonly #managedClusters = new Map<string, ManagedClustersOperations>();
  readonly #recordSets = new Map<string, RecordSetsOperations>();
  readonly #resourceManagers = new Map<string, ResourceManager>();
  readonly #httpClient: HttpClient | undefined;
  readonly #retries: RetryOptions;
  #credential: TokenCredential | undefined;

  private constructor(config: AzureConfig, options: Options) {
    this.#config = config;
    this.#credential = options.credential;
    this.#httpClient = options.httpClient;
    this.#retries = options.retries ?? RETRIES;
  }

  static create(config: AzureConfig, options: Options = {}): AzureClients {
    return new AzureClients(config, options);
  }

  managedClusters(subscriptionId: string): ManagedClustersOperations {
    return getOrCreate(this.#managedClusters, subscriptionId, () => {
      const options = this.#clientOptions();
      const credential = this.#getCredential();
      return new ContainerServiceClient(credential, subscriptionId, options)
        .managedClusters;
    });
  }

  recordSets(subscriptionId: string): RecordSetsOperations {
    return getOrCreate(this.#recordSets, subscriptionId, () => {
      const options = this.#clientOptions();
      const credential = this.#getCredential();
      return new PrivateDnsManagementClient(credential, subscriptionId, options)
        .recordSets;
    });
  }

  /**
   * Resource Manager on the wire. Without retries every hiccup is the
   * caller's, who counts and shows it.
   */
  resourceManager(
    subscriptionId: string,
    { retries }: { retries: boolean },
  ): ResourceManager {
    const key = `${subscriptionId} ${retries}`;
    return getOrCreate(this.#resourceManagers, key, () => {
      const options = {
        ...this.#clientOptions(),
        retryOptions: retries ? this.#retries : NO_RETRIES,
      };
      const credential = this.#getCredential();
      return ResourceManager.create({
        endpoint: options.endpoint ?? RESOURCE_MANAGER,
        client: createResourceManagement(credential, subscriptionId, options),
      });
    });
  }

  async getToken(scope: string, signal?: AbortSignal): Promise<AccessToken> {
    const abortSignal = limitTime(signal);
    const token = await this.#getCredential().getToken(scope, { abortSignal });
    if (!token) {
      throw new Error('No Azure credential gave a token');
    }
    return token;
  }

  #getCredential(): TokenCredential {
    const { managedIdentityClientId } = this.#config;
    this.#credential ??= new DefaultAzureCredential({
      managedIdentityClientId,
      ...(this.#httpClient && { httpClient: this.#httpClient }),
    });
    return this.#credential;
  }

  #clientOptions(): ClientOptions {
    const { resourceManagerUrl: url } = this.#config;
    const retryOptions = this.#retries;
    if (this.#httpClient) {
      return { httpClient: this.#httpClient, retryOptions };
    }
    if (url?.protocol === 'http:') {
      return { httpClient: createLoopbackClient(url), retryOptions };
    }
    const endpoint = url?.href.replace(/\/$/, '');
    return {
      endpoint,
      retryOptions,
      // Another cloud takes no token of the public one.
      ...(endpoint && { credentials: { scopes: [`${endpoint}/.default`] } }),
    };
  }
}

/** Ends a call after two minutes, or when the caller says so. */
export function limitTime(signal?: AbortSignal): AbortSignal {
  const timeout = AbortSignal.timeout(CALL_TIMEOUT_MS);
  return signal ? AbortSignal.any([signal, timeout]) : timeout;
}

function getOrCreate<T>(map: Map<string, T>, key: string, create: () => T): T {
  const value = map.get(key) ?? create();
  map.set(key, value);
  return value;
}
