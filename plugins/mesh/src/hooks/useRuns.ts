import { useCallback } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import { meshApiRef } from '../api';
import { usePolled } from './usePolled';

/** Clusters with what became of them, and their runs; kept fresh. */
export function useRuns() {
  const api = useApi(meshApiRef);
  const load = useCallback(async () => {
    const [clusters, runs] = await Promise.all([
      api.getClusters(),
      api.getRuns(),
    ]);
    return { clusters: clusters.items, runs: runs.items };
  }, [api]);
  return usePolled('runs', load);
}
