import { useCallback } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import { meshApiRef } from '../api';
import { usePolled } from './usePolled';

/** The state of all clusters, kept fresh. */
export function useOverview() {
  const api = useApi(meshApiRef);
  const load = useCallback(() => api.getOverview(), [api]);
  return usePolled('overview', load);
}
