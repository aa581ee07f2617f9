import type {
  ClusterProvisioner,
  StepContext,
  StepDriver,
  StepProgress,
} from '@meshwright/plugin-mesh-node';
import type { ProvisionStep } from '@meshwright/plugin-mesh-common';
import { findProvisioner, type Provisioners } from './findProvisioner';

/** Hands each step to the cloud that its cluster is in. */
export class ProvisionerStepDriver implements StepDriver {
  readonly #provisioners: Provisioners;

  constructor(provisioners: Provisioners) {
    this.#provisioners = provisioners;
  }

  async start(
    step: ProvisionStep,
    context: StepContext,
  ): Promise<StepProgress> {
    return this.#find(context).start(step, context);
  }

  async poll(
    step: ProvisionStep,
    context: StepContext & { poller: string },
  ): Promise<StepProgress> {
    return this.#find(context).poll(step, context);
  }

  async cancel(
    step: ProvisionStep,
    context: StepContext & { poller: string },
  ): Promise<void> {
    await this.#find(context).cancel(step, context);
  }

  #find({ provider = '' }: StepContext): ClusterProvisioner {
    return findProvisioner(this.#provisioners, provider);
  }
}
