import { isProviderOwner } from './isProviderOwner';
import { isWorkloadOwner } from './isWorkloadOwner';

export const meshPermissionRules = [isProviderOwner, isWorkloadOwner];
