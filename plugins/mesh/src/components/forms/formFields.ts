import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { AddressPlanField } from './AddressPlanField';
import { addressPlanSchema } from './addressPlanSchema';
import { ClusterPreview } from './ClusterPreview';
import { clusterPreviewSchema } from './clusterPreviewSchema';
import { validateClusterPreview } from './validateClusterPreview';

/** `ui:field: MeshAddressPlan` */
export const addressPlanField = createFormField({
  name: 'MeshAddressPlan',
  component: AddressPlanField,
  schema: addressPlanSchema,
});

/** `ui:field: MeshClusterPreview` */
export const clusterPreviewField = createFormField({
  name: 'MeshClusterPreview',
  component: ClusterPreview,
  validation: validateClusterPreview,
  schema: clusterPreviewSchema,
});
