import { InputError, ServiceUnavailableError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import {
  buildAddressPlan,
  type MeshClusterSpec,
  type ProvisionPlan,
  type SpecProblem,
} from '@meshwright/plugin-mesh-common';
import { findProvisioner, planCluster, toPreviewedSteps } from '../runs';
import { findKept, readClusterSpec, requireValid } from './readClusterSpec';
import type { RunServiceContext } from './RunServiceContext';
import type { RunService } from './RunService';

/** Reading all of a subscription's answers takes seconds, not minutes. */
const PATIENCE_MS = 2 * 60_000;

type ClusterPlans = Pick<RunService, 'previewCluster' | 'exportCluster'>;

/** What would be done to make a cluster; nothing is written outside. */
export function createClusterPlans(context: RunServiceContext): ClusterPlans {
  const { stores, now } = context;
  const { provisionedClusters, clusterPreviews } = stores;

  return {
    async previewCluster({ purpose, spec: answers }) {
      const { spec, problems } =
        purpose === 'retire'
          ? await readKept(context, answers)
          : await readClusterSpec(answers, provisionedClusters);
      if (!spec) {
        return describeInvalid({ purpose, answers, problems });
      }
      const plan = await makePlan(context, { spec, purpose });
      await clusterPreviews.put({
        digest: plan.digest,
        steps: toPreviewedSteps(plan),
        at: now().toISOString(),
      });
      return { ...plan, problems: [...problems, ...plan.problems] };
    },

    async exportCluster({ format, spec: answers }) {
      const spec = requireValid(
        await readClusterSpec(answers, provisionedClusters),
      );
      const plan = await makePlan(context, { spec, purpose: 'provision' });
      const { provider } = spec;
      return findProvisioner(context.provisioners, provider).export(plan, {
        format,
      });
    },
  };
}

/** Throws when nothing can be made here at all. */
export function requireInstance({ config }: RunServiceContext): string {
  if (config.problem || !config.instance) {
    throw new ServiceUnavailableError(
      config.problem ?? "Nothing can be made here; add 'mesh.instance'",
    );
  }
  return config.instance;
}

async function makePlan(
  context: RunServiceContext,
  request: Pick<ProvisionPlan, 'spec' | 'purpose'>,
): Promise<ProvisionPlan> {
  const instance = requireInstance(context);
  const { plan } = await planCluster({
    ...request,
    instance,
    reach: context.reach,
    provisioner: findProvisioner(context.provisioners, request.spec.provider),
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  return plan;
}

/** Only what is known is taken down, as it is known. */
async function readKept(
  { stores }: RunServiceContext,
  { name }: JsonObject,
): Promise<{ spec?: MeshClusterSpec; problems: SpecProblem[] }> {
  if (typeof name !== 'string') {
    throw new InputError("'spec.name' must be the name of a cluster");
  }
  const { spec } = await findKept(name, stores.provisionedClusters);
  return { spec, problems: [] };
}

/** A plan with nothing in it but what is wrong. */
function describeInvalid(options: {
  purpose: ProvisionPlan['purpose'];
  answers: JsonObject;
  problems: SpecProblem[];
}): ProvisionPlan {
  const { purpose, answers, problems } = options;
  return {
    purpose,
    // As it was given: whoever reads on has been told that it is none.
    spec: answers as unknown as MeshClusterSpec,
    steps: [],
    problems,
    addresses: buildAddressPlan(answers),
    criticalPath: { steps: [], seconds: 0 },
    digest: '',
  };
}
