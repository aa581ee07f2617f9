export { registerPermissions } from './registerPermissions';
export { meshPermissionRules } from './rules';
