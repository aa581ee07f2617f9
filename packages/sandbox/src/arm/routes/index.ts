import { authorizationRoutes } from './authorization';
import { containerServiceRoutes } from './containerService';
import { keyVaultRoutes } from './keyVaults';
import { privateDnsRoutes } from './privateDns';
import { providerRoutes } from './providers';
import { resourceRoutes } from './resources';
import type { Route } from './Route';
import { usageRoutes } from './usages';
import { workspaceRoutes } from './workspaces';

/** All paths that are no resources of the store. */
export const routes: Route[] = [
  ...authorizationRoutes,
  ...containerServiceRoutes,
  ...keyVaultRoutes,
  ...privateDnsRoutes,
  ...providerRoutes,
  ...resourceRoutes,
  ...usageRoutes,
  ...workspaceRoutes,
];
