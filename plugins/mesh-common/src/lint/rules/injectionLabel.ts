import { toLabels } from '../../evaluate/readJson';
import type { LintContext, ObjectRule, RuleFinding } from '../types';
import { isAddOn } from './read/namespaces';
import { listWorkloads } from './read/workloads';

/** Without a proxy no policy of Istio is enforced at all. */
export const injectionLabel: ObjectRule = {
  code: 'MW2053',
  severity: 'error',
  summary: 'Injection labels name a control plane that is there',
  aliases: ['SEG-INJECTION-LABEL-REVISION'],
  check: context => [
    ...context.ofKind('Namespace').flatMap((object): RuleFinding[] =>
      findProblems(context, toLabels(object.metadata.labels)).map(
        ([label, message]) => ({
          object,
          path: `metadata/labels/${label}`,
          message,
        }),
      ),
    ),
    ...listWorkloads(context).flatMap(({ object, labels, path }) =>
      findProblems(context, labels).map(([label, message]) => ({
        object,
        path: `${path.replace(/spec$/, 'metadata')}/labels/${label}`,
        message,
      })),
    ),
  ],
};

function findProblems(
  context: LintContext,
  labels: Record<string, string>,
): [string, string][] {
  const { revisions } = context.options;
  const revision = labels['istio.io/rev'];
  const problems: [string, string][] = [];
  if (labels['istio-injection'] === 'enabled') {
    if (isAddOn(context)) {
      problems.push([
        'istio-injection',
        'The control plane of the AKS add-on does not know this label: pods get no proxy, and no policy of Istio is enforced. Use istio.io/rev with an installed revision (asm-1-NN), and restart the workloads.',
      ]);
    } else if (revisions && !revisions.includes('default')) {
      problems.push([
        'istio-injection',
        `This label asks for the default revision, and only ${revisions.join(
          ', ',
        )} are installed: pods get no proxy. Use istio.io/rev.`,
      ]);
    }
  }
  if (revision !== undefined && revisions && !revisions.includes(revision)) {
    problems.push([
      'istio.io~1rev',
      `Revision '${revision}' is not installed (there is ${
        revisions.join(', ') || 'none'
      }): pods get no proxy, and no policy of Istio is enforced. Correct the label and restart the workloads.`,
    ]);
  }
  return problems;
}
