/** How ztunnel compares a text. */
export type ZtunnelText =
  | { exact: string }
  | { prefix: string }
  | { suffix: string }
  | { presence: Record<string, never> };

export type ZtunnelAddress = {
  /** The bytes of the address in base64. */
  address: string;
  length: number;
};

export type ZtunnelAccount = { namespace: string; serviceAccount: string };

/** Conditions that must all hold; without any it never matches. */
export type ZtunnelMatch = {
  namespaces?: ZtunnelText[];
  notNamespaces?: ZtunnelText[];
  serviceAccounts?: ZtunnelAccount[];
  notServiceAccounts?: ZtunnelAccount[];
  principals?: ZtunnelText[];
  notPrincipals?: ZtunnelText[];
  sourceIps?: ZtunnelAddress[];
  notSourceIps?: ZtunnelAddress[];
  destinationIps?: ZtunnelAddress[];
  notDestinationIps?: ZtunnelAddress[];
  destinationPorts?: number[];
  notDestinationPorts?: number[];
};

/** One of the matches must hold. */
export type ZtunnelClause = { matches: ZtunnelMatch[] };

/** All clauses must hold. */
export type ZtunnelGroup = { rules: ZtunnelClause[] };

/**
 * A policy as the control plane sends it to ztunnel: layer 4 only. What is
 * the default (ALLOW, the whole mesh, no groups) is left out.
 */
export type ZtunnelPolicy = {
  name: string;
  namespace?: string;
  scope?: 'NAMESPACE' | 'WORKLOAD_SELECTOR';
  action?: 'DENY';
  dryRun?: true;
  /** One of the groups must hold. */
  groups?: ZtunnelGroup[];
};
