import type {
  MeshClusterSpec,
  ProvisionedCluster,
  ProvisionPlan,
  ProvisionStep,
} from '@meshwright/plugin-mesh-common';
import type {
  ClusterProvisioner,
  ObservedInfrastructure,
} from '@meshwright/plugin-mesh-node';
import type {
  ClusterChange,
  ClusterPreviewStore,
  ProvisionedClusterStore,
  StoredRun,
} from '../database';
import { findProvisioner, type Provisioners } from './findProvisioner';
import { observeInfrastructure, planCluster, type Reach } from './planCluster';
import { describeMismatch } from './previewedSteps';
import type { Preparation, RunPlanner } from './types';

type Options = {
  provisioners: Provisioners;
  clusters: ProvisionedClusterStore;
  previews: Pick<ClusterPreviewStore, 'get'>;
  instance: string;
  reach: Reach;
  /** Checks of a cluster that is known here. Throws for a person. */
  planVerification: (
    run: StoredRun,
    options: { signal: AbortSignal },
  ) => Promise<ProvisionStep[]>;
};

type WithSpec = StoredRun & { spec: MeshClusterSpec };

/** What runs that make, check and take down clusters are about. */
export class ClusterRunPlanner implements RunPlanner {
  readonly #options: Options;

  static create(options: Options): RunPlanner {
    return new ClusterRunPlanner(options);
  }

  private constructor(options: Options) {
    this.#options = options;
  }

  async prepare(
    run: StoredRun,
    options: { signal: AbortSignal },
  ): Promise<Preparation> {
    if (run.kind === 'verify') {
      const { planVerification } = this.#options;
      return { steps: await planVerification(run, options) };
    }
    const { spec, digest } = requireSpec(run);
    const provisioner = this.#find(spec);
    const { plan, observed } = await planCluster({
      ...this.#options,
      ...options,
      provisioner,
      spec,
      purpose: run.kind,
    });
    const problems = describeProblems(plan);
    if (problems) {
      return { refusal: problems };
    }
    if (digest !== undefined && digest !== plan.digest) {
      const shown = await this.#options.previews.get(digest);
      return { refusal: describeMismatch(plan, shown) };
    }
    const change = await this.#changeAtStart(
      { ...run, spec },
      { provisioner, observed },
    );
    return { steps: plan.steps, ...(change && { cluster: change }) };
  }

  async conclude(
    run: StoredRun,
    options: { signal: AbortSignal },
  ): Promise<ClusterChange | undefined> {
    if (run.kind === 'verify') {
      return undefined;
    }
    if (run.kind === 'retire') {
      return { remove: run.cluster };
    }
    const { instance } = this.#options;
    const { spec } = requireSpec(run);
    const provisioner = this.#find(spec);
    const observed = await observeInfrastructure({
      ...options,
      provisioner,
      spec,
      instance,
    });
    const settings = provisioner.settings(spec, { observed });
    const put = { name: run.cluster, spec, settings, state: 'ready' as const };
    return { put, instance };
  }

  /** From now on everybody sees that something is done to it. */
  async #changeAtStart(
    { kind, cluster: name, spec }: WithSpec,
    options: {
      provisioner: ClusterProvisioner;
      observed: ObservedInfrastructure;
    },
  ): Promise<ClusterChange | undefined> {
    const { clusters, instance } = this.#options;
    const { provisioner, observed } = options;
    const known = await clusters.get(name);
    if (kind === 'retire') {
      const put: ProvisionedCluster | undefined = known && {
        ...known,
        state: 'retiring',
      };
      return put && { put, instance };
    }
    if (known?.state === 'ready') {
      // It goes on to be managed while it is changed.
      return undefined;
    }
    const settings = provisioner.settings(spec, { observed });
    return { put: { name, spec, settings, state: 'provisioning' }, instance };
  }

  #find({ provider }: MeshClusterSpec): ClusterProvisioner {
    return findProvisioner(this.#options.provisioners, provider);
  }
}

function requireSpec(run: StoredRun): WithSpec {
  const { spec } = run;
  if (!spec) {
    throw new Error(`The run '${run.id}' does not say what the cluster is`);
  }
  return { ...run, spec };
}

/** Why a plan must not be carried out. */
function describeProblems({ problems }: ProvisionPlan): string | undefined {
  const errors = problems.filter(({ severity }) => severity === 'error');
  return errors.length > 0
    ? `Nothing was written: ${errors
        .slice(0, 10)
        .map(({ field, message }) => `'${field}': ${message}`)
        .join('; ')}`
    : undefined;
}
