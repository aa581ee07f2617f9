// What is inside of plugins is exported to nobody, and is thrown at here
// without a whole backend around it.
/* eslint-disable @backstage/no-relative-monorepo-imports, no-restricted-imports */
export { PrometheusTrafficSource } from '../../../../plugins/mesh-backend/src/observe';
export { stripObject } from '../../../../plugins/mesh-backend/src/clusters/stripObject';
export { listRoutes } from '../../../backend/src/__testUtils__/listRoutes';
export { startProduct } from '../../../backend/src/__testUtils__/startProduct';
