import type { Json } from '../schema/node';
import type { Findings } from './Findings';

/** What a check is given. */
export type Subject = {
  name: string;
  namespace: string;
  labels: Readonly<Record<string, string>>;
  annotations: Readonly<Record<string, string>>;
  spec: Json;
  /** Version of the control plane. */
  istio: string;
};

/** What a webhook does with the objects of a kind. */
export type Check = (subject: Subject, out: Findings) => void;
