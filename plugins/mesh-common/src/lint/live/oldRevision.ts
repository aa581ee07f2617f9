import { namespaceLabels } from '../rules/read/namespaces';
import type { LintContext, ObjectRule } from '../types';
import { listPods, type LivePod } from './readPods';

/** A proxy without a control plane keeps what it was told last. */
export const oldRevision: ObjectRule = {
  code: 'MW3002',
  severity: 'warning',
  summary: 'Proxies belong to a revision that is installed',
  aliases: ['IST0158'],
  check: context =>
    listPods(context).flatMap(pod => {
      const revision = readRevision(pod);
      const problem =
        pod.hasProxy && revision !== undefined
          ? findProblem(context, pod, revision)
          : undefined;
      return problem
        ? [{ object: pod.object, path: 'metadata/labels', message: problem }]
        : [];
    }),
};

function findProblem(
  context: LintContext,
  { namespace }: LivePod,
  revision: string,
): string | undefined {
  const { revisions } = context.options;
  if (revisions && !revisions.includes(revision)) {
    return `Its proxy is of revision '${revision}', which is not installed any more (there is ${revisions.join(
      ', ',
    )}): it gets no new policies and no certificates. Restart the workload.`;
  }
  const wanted = namespaceLabels(context, namespace)?.['istio.io/rev'];
  const isRevision = (name: string) => /^asm-\d/.test(name);
  return wanted &&
    wanted !== revision &&
    isRevision(wanted) &&
    isRevision(revision)
    ? `Its proxy is of revision '${revision}', and the namespace asks for '${wanted}'. Restart the workload.`
    : undefined;
}

/** What the injector wrote down. */
function readRevision({ labels, annotations }: LivePod): string | undefined {
  const status = annotations['sidecar.istio.io/status'] ?? '';
  return (
    /"revision"\s*:\s*"([^"]{1,63})"/.exec(status.slice(0, 10_000))?.[1] ??
    annotations['istio.io/rev'] ??
    labels['istio.io/rev']
  );
}
