/**
 * What a probe's call came to: an HTTP status, or how the connection ended.
 *
 * - `reset`: the other side closed it, as a proxy does that insists on TLS.
 * - `timeout`: nothing answered, as when packets are dropped.
 * - `refused`: nobody listens, or a firewall says so.
 * - `name`: its name has no address.
 *
 * @public
 */
export type CallOutcome = string;

/**
 * What a probe writes into its termination message.
 *
 * @public
 */
export type ProbeReport =
  | {
      kind: 'call';
      /** Of the last call. */
      seen: CallOutcome;
      /** Beginning of the body of the last answer. */
      body: string;
      calls: number;
      /** How many of them came to what was wanted. */
      wanted: number;
    }
  | { kind: 'dns'; answers: Record<string, string[]> };

/**
 * What became of a probe: its report, or why there is none.
 *
 * @public
 */
export type ProbeOutcome = { report?: ProbeReport; problem?: string };

/**
 * What is tried with probes, each in a namespace of its own.
 *
 * @public
 */
export type VerifyScene =
  | 'allowed'
  | 'authorization'
  | 'plaintext'
  | 'network'
  | 'dns'
  | 'gateway'
  | 'metrics';

/**
 * What a check has to know of the cluster; part of the bodies of its steps.
 *
 * @public
 */
export type VerifyMesh = {
  revision: string;
  rootNamespace: string;
  trustDomain: string;
  dnsSelector: Record<string, string>;
  nodeLocalDns?: string;
  gateway?: {
    namespace: string;
    selector: Record<string, string>;
    /** Pinned IPv4 address. */
    address: string;
  };
};

/**
 * Body of a step that is a check.
 *
 * @public
 */
export type VerifyBody =
  | { check: 'controlPlane' | 'revisionLabels' | 'proxies'; mesh: VerifyMesh }
  | {
      check: 'strict';
      mesh: VerifyMesh;
      /** Namespaces whose rollout does not ask for it yet. */
      notStrict: string[];
    }
  | {
      check: 'probe';
      scene: VerifyScene;
      mesh: VerifyMesh;
      /** Short and unique; part of the names of what is made. */
      run: string;
      image: string;
      /** Names of the private zone that must resolve to the gateway. */
      names: string[];
    }
  /** Waits until the Service has the address. */
  | {
      check: 'loadBalancerAddress';
      namespace: string;
      service: string;
      address: string;
    }
  | { check: 'backendHealth' };
