import { checkAddresses } from './checks/checkAddresses';
import { checkCluster } from './checks/checkCluster';
import { checkEdge } from './checks/checkEdge';
import { checkRanges } from './checks/checkRanges';
import { checkSubnets } from './checks/checkSubnets';
import { Problems } from './checks/Problems';
import { completeNetwork } from './completeNetwork';
import type { SpecProblem } from './plan';
import {
  type ClusterAnswers,
  clusterAnswersSchema,
} from './schema/clusterAnswersSchema';
import { describeIssue } from './schema/describeIssue';
import type { MeshClusterSpec } from './spec';

/**
 * Makes a specification of the answers of a form: refuses what cannot be,
 * completes what is not said. A specification comes out as it went in.
 *
 * @remarks
 *
 * `spec` is there when no problem is an error. Each problem names its field
 * as `network.subnets.nodes` or `edge.hosts[1]`; unknown fields are errors.
 * Limits are those of Azure's documentation of virtual networks, AKS and
 * application gateways; what the subscription and the region allow is for
 * the plan.
 *
 * @public
 */
export function validateClusterSpec(answers: unknown): {
  spec?: MeshClusterSpec;
  problems: SpecProblem[];
} {
  const parsed = clusterAnswersSchema.safeParse(answers, { reportInput: true });
  if (!parsed.success) {
    return { problems: parsed.error.issues.flatMap(describeIssue) };
  }
  const { network, problems } = completeNetwork(parsed.data.network, {
    maxNodes: parsed.data.nodes.max,
    edge: parsed.data.edge !== undefined,
  });
  if (!network) {
    return { problems };
  }
  const spec = complete(parsed.data, network);
  const found = [...problems, ...check(spec)];
  return found.some(({ severity }) => severity === 'error')
    ? { problems: found }
    : { spec, problems: found };
}

function complete(
  answers: ClusterAnswers,
  network: MeshClusterSpec['network'],
): MeshClusterSpec {
  return {
    ...answers,
    resourceGroup: answers.resourceGroup ?? `rg-${answers.name}`,
    network,
  };
}

function check(spec: MeshClusterSpec): SpecProblem[] {
  const problems = new Problems();
  checkRanges(spec.network, problems);
  checkSubnets(spec, problems);
  checkAddresses(spec, problems);
  checkCluster(spec, problems);
  checkEdge(spec, problems);
  return problems.all;
}
