import type { MeshObject } from '../../../objects';
import type { LintContext } from '../../types';

/** Objects of kinds that Istio defines. */
export function listIstioObjects(context: LintContext): MeshObject[] {
  return context.objects.filter(({ apiVersion }) =>
    /^[a-z]+\.istio\.io\//.test(apiVersion),
  );
}
