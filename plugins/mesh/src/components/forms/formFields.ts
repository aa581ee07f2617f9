import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import {
  TakeOverPreview,
  UninstallPreview,
  validateCustodyPreview,
} from '../custody';
import { custodyPreviewSchema } from '../custody/custodyPreviewSchema';
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

/** `ui:field: MeshUninstallPreview` */
export const uninstallPreviewField = createFormField({
  name: 'MeshUninstallPreview',
  component: UninstallPreview,
  validation: validateCustodyPreview,
  schema: custodyPreviewSchema,
});

/** `ui:field: MeshTakeOverPreview` */
export const takeOverPreviewField = createFormField({
  name: 'MeshTakeOverPreview',
  component: TakeOverPreview,
  validation: validateCustodyPreview,
  schema: custodyPreviewSchema,
});
