import { createRouteRef } from '@backstage/frontend-plugin-api';

/** The page of the platform team. */
export const rootRouteRef = createRouteRef();

/** The tab on the page of an entity. */
export const entityContentRouteRef = createRouteRef();
