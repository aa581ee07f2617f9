import type { CallParty, CallRequest } from '../evaluate/types';

/** What a port speaks, as a Service says. @public */
export type ViewProtocol = CallRequest['destination']['protocol'];

/**
 * A port that a workload may be called on.
 *
 * @public
 */
export type ViewPort = {
  /** Port of the pod: what policies see. */
  port: number;
  protocol: ViewProtocol;
  /** Port of the Service, where one leads here. */
  servicePort?: number;
  /** `name.namespace` of the Service, where one leads here. */
  service?: string;
  /** True when the Service has no cluster address. */
  headless?: boolean;
};

/**
 * Pods that policies cannot tell apart, as one party of calls.
 *
 * @public
 */
export type WorkloadView = CallParty & {
  /** `namespace/name`, with `#2` and so on where several have the name. */
  key: string;
  name: string;
  ports: ViewPort[];
};
