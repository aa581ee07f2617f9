export { derivePreview } from './derivePreview';
