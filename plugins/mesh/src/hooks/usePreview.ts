import { useMemo, useState } from 'react';
import type { JsonObject } from '@backstage/types';
import { useApi } from '@backstage/frontend-plugin-api';
import type { ProvisionPlan } from '@meshwright/plugin-mesh-common';
import useAsyncRetry from 'react-use/esm/useAsyncRetry';
import useDebounce from 'react-use/esm/useDebounce';
import { meshApiRef } from '../api';

/** Milliseconds without a change before the cloud is asked. */
const PATIENCE = 600;

/** A plan of answers; `plan` is absent unless it is of exactly these. */
export type Preview = {
  plan?: ProvisionPlan;
  /** A plan of answers that were changed since, while a new one is made. */
  old?: ProvisionPlan;
  error?: Error;
  loading: boolean;
  retry: () => void;
};

/**
 * Plans what a run with these answers would do; again when they change.
 * There is no plan of nothing.
 */
export function usePreview(options: {
  purpose: ProvisionPlan['purpose'];
  answers: JsonObject;
}): Preview {
  const api = useApi(meshApiRef);
  const wanted = JSON.stringify(options);
  const [asked, setAsked] = useState(wanted);
  useDebounce(() => setAsked(wanted), PATIENCE, [wanted]);
  const state = useAsyncRetry(async () => {
    const { purpose, answers } = JSON.parse(asked) as typeof options;
    if (isEmpty(answers)) {
      return undefined;
    }
    return {
      asked,
      plan: await api.previewCluster({ purpose, spec: answers }),
    };
  }, [api, asked]);

  return useMemo(() => {
    const { value, error, loading, retry } = state;
    const isCurrent = asked === wanted && !loading;
    return {
      plan: isCurrent && value?.asked === wanted ? value.plan : undefined,
      old: value?.plan,
      error: isCurrent ? error : undefined,
      loading: !isCurrent,
      retry,
    };
  }, [state, asked, wanted]);
}

/** Forms hold empty parts for what nobody answered. */
function isEmpty(answers: JsonObject): boolean {
  return Object.values(answers).every(
    value =>
      typeof value === 'object' &&
      value !== null &&
      Object.keys(value).length === 0,
  );
}
