import type { JsonObject } from '@backstage/types';
import type {
  ExportClusterResponse,
  MeshClusterSpec,
  ProvisionPlan,
  ProvisionStep,
} from '@meshwright/plugin-mesh-common';
import type {
  ClusterProvisioner,
  ObservedInfrastructure,
  ReadClusterObject,
  StepContext,
  StepProgress,
} from '@meshwright/plugin-mesh-node';
import type { AzureClients } from '../client/AzureClients';
import { exportBicep } from '../export/exportBicep';
import {
  buildClusterSettings,
  buildProvisionPlan,
  buildRetirePlan,
  hasCluster,
  type ObservedInfrastructure as Observed,
} from '../infrastructure';
import { estimateCost } from '../prices/estimateCost';
import type { RetailPrices } from '../prices/RetailPrices';
import { ArmStepDriver } from './ArmStepDriver';
import type { ReadRetries } from './createReadAgain';
import { observeInfrastructure } from './observeInfrastructure';
import { observeObjects } from './observeObjects';

type Options = {
  clients: AzureClients;
  /** Nobody is asked without it. */
  prices?: Pick<RetailPrices, 'read'>;
  /** Of reads before a plan, besides those of the clients. */
  readRetries?: ReadRetries;
  /** Milliseconds since 1970. */
  now?: () => number;
};

/**
 * Makes clusters in Azure.
 */
export class AzureClusterProvisioner implements ClusterProvisioner {
  readonly provider = 'azure';

  /** Writes are few against Azure's 200 in a bucket; these keep it calm. */
  readonly limits = {
    'Microsoft.Network': 4,
    'Microsoft.ContainerService': 2,
    'Microsoft.KeyVault': 2,
    'Microsoft.Authorization': 4,
    '*': 6,
  };

  readonly #clients: AzureClients;
  readonly #driver: ArmStepDriver;
  readonly #prices: Options['prices'];
  readonly #readRetries: ReadRetries | undefined;

  private constructor({ clients, prices, readRetries, now }: Options) {
    this.#prices = prices;
    this.#clients = clients;
    this.#readRetries = readRetries;
    // Each hiccup becomes a retry that the run counts and shows.
    this.#driver = ArmStepDriver.create({
      connect: subscriptionId =>
        clients.resourceManager(subscriptionId, { retries: false }),
      now,
    });
  }

  static create(options: Options): AzureClusterProvisioner {
    return new AzureClusterProvisioner(options);
  }

  async observe(
    spec: MeshClusterSpec,
    options: {
      instance: string;
      reach?: (settings: JsonObject) => ReadClusterObject;
      signal?: AbortSignal;
    },
  ): Promise<ObservedInfrastructure> {
    const { reach, signal } = options;
    const manager = this.#clients.resourceManager(spec.subscriptionId, {
      retries: true,
    });
    const { region, nodes } = spec;
    const [infrastructure, prices] = await Promise.all([
      observeInfrastructure(spec, {
        manager,
        readRetries: this.#readRetries,
        signal,
      }),
      this.#prices?.read({ region, size: nodes.size }, signal),
    ]);
    const observed = { ...infrastructure, ...(prices && { prices }) };
    if (!reach || !hasCluster(spec, observed)) {
      return observed;
    }
    const read = reach(buildClusterSettings(spec, observed));
    return observeObjects(spec, { observed, read, signal });
  }

  plan(
    spec: MeshClusterSpec,
    options: {
      observed: ObservedInfrastructure;
      purpose: ProvisionPlan['purpose'];
      instance: string;
    },
  ): ProvisionPlan {
    const { purpose, instance } = options;
    const observed = options.observed as Observed;
    if (purpose === 'retire') {
      return buildRetirePlan(spec, { observed, instance });
    }
    const plan = buildProvisionPlan(spec, { observed, instance });
    const cost = estimateCost(spec, observed);
    return { ...plan, ...(cost && { cost }) };
  }

  export(plan: ProvisionPlan): ExportClusterResponse {
    return exportBicep(plan);
  }

  settings(
    spec: MeshClusterSpec,
    { observed }: { observed: ObservedInfrastructure },
  ): JsonObject {
    return buildClusterSettings(spec, observed as Observed);
  }

  start(step: ProvisionStep, context: StepContext): Promise<StepProgress> {
    return this.#driver.start(step, context);
  }

  poll(
    step: ProvisionStep,
    context: StepContext & { poller: string },
  ): Promise<StepProgress> {
    return this.#driver.poll(step, context);
  }

  cancel(
    step: ProvisionStep,
    context: StepContext & { poller: string },
  ): Promise<void> {
    return this.#driver.cancel(step, context);
  }
}
