import { checkCluster } from './checks/checkCluster';
import { checkEdge } from './checks/checkEdge';
import { checkNetwork } from './checks/checkNetwork';
import { Problems } from './checks/Problems';
import type { SpecProblem } from './plan';
import {
  type ClusterAnswers,
  clusterAnswersSchema,
  partSchema,
} from './schema/clusterAnswersSchema';
import { describeIssue } from './schema/describeIssue';
import type { MeshClusterSpec } from './spec';

/** Who sends more of them is no person. */
const MAX_ISSUES = 200;

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
  const problems = new Problems();
  const parsed = clusterAnswersSchema.safeParse(answers, { reportInput: true });
  if (!parsed.success) {
    checkReadable(answers, problems);
    const issues = parsed.error.issues
      .slice(0, MAX_ISSUES)
      .flatMap(describeIssue)
      .slice(0, MAX_ISSUES);
    return { problems: [...issues, ...problems.all] };
  }
  const network = checkNetwork(parsed.data, problems);
  const spec = network && complete(parsed.data, network);
  if (spec) {
    checkCluster(spec, problems);
    checkEdge(spec, problems);
  }
  return problems.hasErrors
    ? { problems: problems.all }
    : { spec, problems: problems.all };
}

/** So that a form shows what is wrong with addresses before it is finished. */
function checkReadable(answers: unknown, problems: Problems): void {
  const { success, data } = partSchema.safeParse(answers);
  if (success) {
    checkNetwork(data, problems);
  }
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
