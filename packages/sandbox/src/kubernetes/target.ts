import { groupVersion } from './resources';
import type { KubeObject, ResourceType } from './types';
import type { Refuse } from './strict';
import type { FieldValidation } from './validation';

/** What a request is about. */
export type Target = {
  type: ResourceType;
  version: string;
  namespace?: string;
  name?: string;
  subresource?: string;
};

export type WriteOptions = {
  manager: string;
  dryRun: boolean;
  validation: FieldValidation;
  warn: (text: string) => void;
  /** Words for what the body says more than once. */
  duplicates: { warnings: string[]; reasons: string[] };
  refuse: Refuse;
};

export type Written = { object: KubeObject; created: boolean };

/** The apiVersion that a request speaks. */
export function servedVersion(target: Target): string {
  return groupVersion(target.type.group, target.version);
}
