import type { MeshObject } from '../../objects';
import type { LintContext, ObjectRule } from '../types';
import { isNamespaceAmbient, isPodAmbient } from './context/inMesh';
import { indexNamespaces } from './context/namespaces';
import { fullName, namespaceOf } from './context/objects';
import { listGeneralSidecars, selectSidecars } from './context/sidecars';

/** There is no sidecar to read it: nothing is limited. */
export const ineffectiveSidecar: ObjectRule = {
  code: 'MW2167',
  severity: 'warning',
  summary: 'Sidecars are not for ambient workloads',
  aliases: ['IST0167'],
  check: context =>
    [...listIneffective(context)].map(object => ({
      object,
      path: '',
      message: `Sidecar ${fullName(
        object,
      )} limits nothing: its workloads are ambient and have no sidecar. Remove it, and limit what they call with policies of the callees or a NetworkPolicy.`,
    })),
};

function listIneffective(context: LintContext): Set<MeshObject> {
  const namespaces = context.derive(indexNamespaces);
  return new Set([
    ...[...context.derive(selectSidecars).byPod].flatMap(([pod, sidecars]) =>
      isPodAmbient(pod) ? sidecars : [],
    ),
    ...listGeneralSidecars(context).filter(sidecar =>
      isNamespaceAmbient(namespaces.get(namespaceOf(sidecar))),
    ),
  ]);
}
