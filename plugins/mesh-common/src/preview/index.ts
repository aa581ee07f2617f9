export { derivePreview, type PreviewOptions } from './derivePreview';
