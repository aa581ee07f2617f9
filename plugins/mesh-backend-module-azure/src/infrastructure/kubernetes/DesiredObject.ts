import type { JsonObject } from '@backstage/types';

/** An object of the cluster. */
export type DesiredObject = {
  step: string;
  title: string;
  reason: string;
  answers: string[];
  body: JsonObject;
};
