export { AddressPlanField } from './AddressPlanField';
export {
  addressPlanField,
  clusterPreviewField,
  takeOverPreviewField,
  uninstallPreviewField,
} from './formFields';
export { ClusterPreview } from './ClusterPreview';
