export { AddressPlanField } from './AddressPlanField';
export { addressPlanField, clusterPreviewField } from './formFields';
export { ClusterPreview } from './ClusterPreview';
