import { doubtPods } from '../deriveReadiness';
import { type Fact, isFalse, isTrue, isUnknown } from '../fact';
import { isTo, percent, sumTraffic } from '../observeEdge';
import { describeSilence } from '../sentences';
import type { WorkloadContext } from '../WorkloadContext';

/** Whether calls to the workload are mutually authenticated and encrypted. */
export function deriveEncrypted(context: WorkloadContext): Fact {
  const { workload, view, mtls } = context;
  if (!workload.inMesh) {
    return isFalse('NotInMesh', 'Calls to it are not encrypted by the mesh');
  }
  if (mtls.mode === 'unknown') {
    return isUnknown('ClusterSilent', describeSilence(view.name, view.pass));
  }
  const share = describeShare(context);
  if (mtls.mode !== 'STRICT') {
    const what =
      mtls.mode === 'DISABLE'
        ? 'takes plaintext only'
        : 'takes plaintext as well';
    return isFalse(
      mtls.mode === 'DISABLE' ? 'Plaintext' : 'Mixed',
      `It ${what}, by ${mtls.source}${share}`,
    );
  }
  return (
    doubtPods(workload, view) ??
    isTrue('Strict', `It takes mutual TLS only, by ${mtls.source}${share}`)
  );
}

function describeShare({ workload, view }: WorkloadContext): string {
  const seen = view
    .trafficTo(workload.namespace)
    .filter(({ destination }) => isTo(destination, workload));
  return seen.length > 0
    ? `; observed: ${percent(sumTraffic(seen).mtls)} of its calls`
    : '';
}
