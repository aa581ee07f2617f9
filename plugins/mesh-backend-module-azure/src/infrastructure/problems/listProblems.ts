import type {
  ProvisionStep,
  SpecProblem,
} from '@meshwright/plugin-mesh-common';
import type { PlanContext } from '../PlanContext';
import { checkCertificate } from './checkCertificate';
import { checkDeleted } from './checkDeleted';
import { checkImmutable } from './checkImmutable';
import { checkLeftovers } from './checkLeftovers';
import { checkLists } from './checkLists';
import { checkPlace } from './checkPlace';
import { checkQuotas } from './checkQuotas';
import { checkRights } from './checkRights';
import { checkSize } from './checkSize';

/** What cannot be, as far as it shows before the first write. */
export function listProblems(
  context: PlanContext,
  steps: readonly ProvisionStep[],
): SpecProblem[] {
  return [
    ...checkLists(context),
    ...context.versions.problems,
    ...checkSize(context),
    ...checkQuotas(context),
    ...checkRights(context, steps),
    ...checkCertificate(context),
    ...checkDeleted(context),
    ...checkPlace(context),
    ...checkLeftovers(context),
    ...checkImmutable(context, steps),
  ];
}
