import type { JsonObject } from '@backstage/types';
import {
  hashPlan,
  type MeshClusterSpec,
  type ProvisionPlan,
  type ProvisionStep,
  type SpecProblem,
} from '@meshwright/plugin-mesh-common';
import type {
  ClusterProvisioner,
  ObservedInfrastructure,
  StepContext,
} from '@meshwright/plugin-mesh-node';
import { step } from './createRunWorld';
import { FakeInfrastructure } from './FakeInfrastructure';

const NAMES = ['group', 'network', 'cluster'];

/** A cloud with three things to a cluster, one after the other. */
export class FakeProvisioner implements ClusterProvisioner {
  readonly provider = 'azure';
  readonly limits = { 'Microsoft.Network': 2 };
  readonly outside = new FakeInfrastructure(Date.now);
  /** Of every plan. */
  problems: SpecProblem[] = [];
  /** Why nothing can be read. */
  unreadable: string | undefined;
  /** Of every step. */
  expectedSeconds = 0;
  /** Titles and hashes are of this. */
  size = 'small';

  constructor() {
    this.outside.pollMs = 5;
  }

  async observe(
    ..._: Parameters<ClusterProvisioner['observe']>
  ): Promise<ObservedInfrastructure> {
    if (this.unreadable) {
      throw new Error(this.unreadable);
    }
    return { things: [...this.outside.things.keys()] };
  }

  plan(
    spec: MeshClusterSpec,
    options: {
      observed: ObservedInfrastructure;
      purpose: ProvisionPlan['purpose'];
      instance: string;
    },
  ): ProvisionPlan {
    const { observed, purpose } = options;
    const things = observed.things as string[];
    const plan = {
      purpose,
      spec,
      steps:
        purpose === 'retire'
          ? this.#planDeletion(things)
          : this.#planCreation(things),
      problems: this.problems,
      addresses: [],
      criticalPath: { steps: [], seconds: 0 },
    };
    return { ...plan, digest: hashPlan(plan) };
  }

  export(plan: ProvisionPlan) {
    const content = plan.steps.map(({ title }) => title).join('\n');
    return { files: [{ path: 'main.bicep', content }] };
  }

  settings({ name, environment }: MeshClusterSpec): JsonObject {
    return { name, environment, type: 'kubeconfig', revision: 'asm-1-29' };
  }

  start(one: ProvisionStep, context: StepContext) {
    return this.outside.start(one, context);
  }

  poll(one: ProvisionStep, context: StepContext & { poller: string }) {
    return this.outside.poll(one, context);
  }

  cancel(one: ProvisionStep, context: { poller: string }) {
    return this.outside.cancel(one, context);
  }

  #planCreation(things: readonly string[]) {
    return NAMES.map((name, index) =>
      step(name, {
        operation: things.includes(name) ? 'keep' : 'create',
        dependsOn: NAMES.slice(Math.max(index - 1, 0), index),
        expectedSeconds: this.expectedSeconds,
        body: { size: this.size },
      }),
    );
  }

  #planDeletion(things: readonly string[]) {
    return [...NAMES]
      .reverse()
      .filter(name => things.includes(name))
      .map(name =>
        step(`delete/${name}`, {
          title: `Thing ${name}`,
          operation: 'delete',
          expectedSeconds: this.expectedSeconds,
        }),
      );
  }
}
