import { readTarget } from '../../../evaluate/policyTarget';
import type { ObjectRule } from '../../types';
import { isAmbient, namespaceLabels } from '../read/namespaces';

/** Nobody verifies tokens where no proxy sees requests. */
export const ambientTokens: ObjectRule = {
  code: 'MW2210',
  severity: 'error',
  summary: 'In an ambient mesh, tokens are verified at a waypoint',
  aliases: ['KIA1110', 'KIA1115'],
  check: context =>
    context
      .ofKind('RequestAuthentication', 'security.istio.io')
      .filter(object => {
        const { namespace, targetRefs } = readTarget(object);
        return (
          targetRefs.length === 0 &&
          isAmbient(namespaceLabels(context, namespace))
        );
      })
      .map(object => ({
        object,
        path: 'spec',
        message:
          'ztunnel verifies no tokens, and waypoints do not read selectors: nothing enforces this. Bind a waypoint (istio.io/use-waypoint), and name the Service in targetRefs.',
      })),
};
