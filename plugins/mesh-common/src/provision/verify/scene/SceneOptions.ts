import { LABEL_INSTANCE, LABEL_MANAGED_BY } from '../../../objects';
import { LABEL_VERIFY, VERIFY_MANAGER } from '../labels';
import type { VerifyBody } from '../types';

/** What a scene is made from. */
export type SceneOptions = Extract<VerifyBody, { check: 'probe' }> & {
  instance: string;
};

export const NAMESPACE_PREFIX = 'meshwright-verify-';

/** The same for the same check of the same run, so that it is made once. */
export function namespaceOf({ run, scene }: SceneOptions): string {
  return `${NAMESPACE_PREFIX}${run}-${scene}`;
}

/** Labels on all that is made. */
export function markOf({
  run,
  instance,
}: SceneOptions): Record<string, string> {
  return {
    [LABEL_MANAGED_BY]: VERIFY_MANAGER,
    [LABEL_INSTANCE]: instance,
    [LABEL_VERIFY]: run,
  };
}
