export { CustodyActions } from './CustodyActions';
export { CustodyBadge, CustodyNote } from './CustodyNote';
export { TakeOverPreview, UninstallPreview } from './CustodyPreview';
export { validateCustodyPreview } from './custodyPreviewSchema';
