import type { JsonObject } from '@backstage/types';
import type { KnownType } from './apiVersions';

/** A resource as it should be, before anybody looks at what is there. */
export type Desired = {
  /** Id of the step. */
  step: string;
  title: string;
  type: KnownType;
  id: string;
  /** Absent for what is not written, for example registrations. */
  body?: JsonObject;
  dependsOn: string[];
  /** Fields of the specification that it comes from. */
  answers: string[];
  seconds: { create: number; update: number; delete: number };
  reason: string;
};

export const SECONDS = {
  quick: { create: 5, update: 5, delete: 5 },
  zone: { create: 45, update: 5, delete: 45 },
  cluster: { create: 420, update: 150, delete: 360 },
  gateway: { create: 360, update: 75, delete: 240 },
} as const;
