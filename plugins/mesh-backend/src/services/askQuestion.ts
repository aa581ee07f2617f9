import { InputError, NotFoundError, toError } from '@backstage/errors';
import {
  type AskRequest,
  type AskResponse,
  type ClusterSnapshot,
  evaluate,
  indexWorld,
  type MeshModel,
  type Verdict,
  type Workload,
} from '@meshwright/plugin-mesh-common';
import type { ManagedCluster } from '../reconcile';
import { buildCallRequest } from './buildCallRequest';
import { describeVerdict } from './describeVerdict';
import type { MeshService } from './MeshService';
import { findCluster, readModel, type ServiceContext } from './ServiceContext';

const unknown: Verdict = {
  decision: 'unknown',
  layer: 'none',
  mtls: 'unknown',
  because: [],
};

/** "Can X call Y?", answered from the objects that are in the cluster now. */
export function createAsk(context: ServiceContext): Pick<MeshService, 'ask'> {
  return {
    async ask(request) {
      const { model } = await readModel(context);
      const { from, to } = findParties(model, request);
      const managed = findCluster(context, from.cluster);
      const seen = await readCluster(managed);
      const call = buildCallRequest({
        request,
        from,
        to,
        objects: 'snapshot' in seen ? seen.snapshot.objects : [],
      });
      const answer = (verdict: Verdict, problem: string | undefined) => ({
        verdict,
        request: call,
        sentence: describeVerdict({ request, call, verdict, problem }),
      });
      if (!('snapshot' in seen)) {
        const pass = await context.stores.passes.getSummary(managed.name);
        return {
          ...answer(unknown, seen.problem),
          readAt: pass?.lastReadAt ?? context.now().toISOString(),
        };
      }
      return {
        ...answer(judge(managed, seen.snapshot, call), undefined),
        readAt: seen.snapshot.readAt,
      };
    },
  };
}

function judge(
  { config }: ManagedCluster,
  snapshot: ClusterSnapshot,
  call: AskResponse['request'],
): Verdict {
  if (!config) {
    return unknown;
  }
  const world = indexWorld(snapshot.objects, {
    rootNamespace: config.rootNamespace,
    trustDomain: config.trustDomain,
    ...(config.istio !== undefined && { istio: config.istio }),
    policyEngine: snapshot.facts.policyEngine !== undefined,
  });
  return evaluate(world, call, { explain: true });
}

/** The workloads of both entities in the one cluster that is meant. */
function findParties(
  model: MeshModel,
  request: AskRequest,
): { from: Workload; to: Workload } {
  const ofEntity = (entityRef: string) => {
    const workloads = model.workloads.filter(
      workload => workload.entityRef === entityRef,
    );
    if (workloads.length === 0) {
      throw new NotFoundError(`'${entityRef}' does not run in the mesh`);
    }
    return workloads;
  };
  const pairs = ofEntity(request.from).flatMap(from =>
    ofEntity(request.to)
      .filter(to => to.cluster === from.cluster)
      .filter(to => [undefined, to.cluster].includes(request.cluster))
      .map(to => ({ from, to })),
  );
  const clusters = [...new Set(pairs.map(({ to }) => to.cluster))];
  if (clusters.length > 1) {
    throw new InputError(
      `'cluster' is missing: both run in ${clusters.join(' and ')}`,
    );
  }
  const [pair] = pairs;
  if (!pair) {
    throw new InputError(
      `'${request.from}' and '${request.to}' do not run in the same cluster${
        request.cluster ? `, not in '${request.cluster}'` : ''
      }`,
    );
  }
  return pair;
}

async function readCluster({
  cluster,
  problem,
  name,
}: ManagedCluster): Promise<
  { snapshot: ClusterSnapshot } | { problem: string }
> {
  if (!cluster) {
    return { problem: problem ?? `Nothing knows how to reach '${name}'` };
  }
  try {
    return { snapshot: await cluster.list() };
  } catch (error) {
    return { problem: toError(error).message };
  }
}
