import { useCallback } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import { meshApiRef } from '../api';
import { usePolled } from './usePolled';

/** The mesh status of an entity, kept fresh. */
export function useMeshStatus(entityRef: string) {
  const api = useApi(meshApiRef);
  const load = useCallback(() => api.getStatus(entityRef), [api, entityRef]);
  return usePolled(entityRef, load);
}
