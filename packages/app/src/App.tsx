import { createApp } from '@backstage/frontend-defaults';

// Features come from this package's dependencies: `app.packages: all`.
export default createApp();
