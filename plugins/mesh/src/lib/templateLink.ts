import type { JsonObject } from '@backstage/types';

/** What can be done to a cluster with a template. */
export type ClusterTemplate =
  | 'new-mesh-cluster'
  | 'verify-mesh-cluster'
  | 'adopt-mesh-cluster'
  | 'export-mesh-cluster'
  | 'retire-mesh-cluster'
  | 'take-over-mesh-cluster'
  | 'uninstall-mesh';

/** Address of a template's form with fields filled in. */
export function templateLink(
  template: ClusterTemplate,
  formData: JsonObject = {},
): string {
  const path = `/create/templates/default/${template}`;
  return Object.keys(formData).length === 0
    ? path
    : `${path}?formData=${encodeURIComponent(JSON.stringify(formData))}`;
}
