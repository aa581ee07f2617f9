import type { ObjectRule } from '../types';
import { isPodAmbient } from './context/inMesh';
import { listNames } from './context/listNames';
import { fullName } from './context/objects';
import { selectSidecars } from './context/sidecars';

/** Which of them limits the pod is left to chance. */
export const conflictingSidecars: ObjectRule = {
  code: 'MW2110',
  severity: 'error',
  summary: 'One Sidecar with a selector is for a pod',
  aliases: ['IST0110'],
  check: context =>
    [...context.derive(selectSidecars).byPod]
      .filter(([pod, sidecars]) => sidecars.length > 1 && !isPodAmbient(pod))
      .flatMap(([pod, sidecars]) =>
        sidecars.map(object => ({
          object,
          path: 'spec/workloadSelector',
          message: `Several Sidecars are for pod ${fullName(pod)}: ${listNames(
            sidecars.map(fullName),
          )}. What it may call is left to chance; leave one.`,
        })),
      ),
};
