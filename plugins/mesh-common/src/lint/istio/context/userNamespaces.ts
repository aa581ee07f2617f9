import type { MeshObject } from '../../../objects';
import type { LintContext } from '../../types';
import { core } from './objects';

/** Namespaces of people: all but the one of the control plane. */
export function listUserNamespaces(context: LintContext): MeshObject[] {
  return core(context, 'Namespace').filter(
    ({ metadata: { name } }) =>
      name !== 'istio-system' && name !== context.options.rootNamespace,
  );
}
