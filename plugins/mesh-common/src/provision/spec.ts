/** An IPv4 range in CIDR notation, for example `10.240.0.0/16`. @public */
export type Cidr = string;

/**
 * What a platform engineer asks for: one segmented cluster with a mesh, and
 * everything around it. Names of resources are derived, never asked for.
 *
 * @remarks
 *
 * Plain JSON. `validateClusterSpec` makes one of the answers of a form; what
 * Azure knows (versions, quotas, rights) is checked by the plan.
 *
 * @public
 */
export type MeshClusterSpec = {
  provider: 'azure';
  /** Lower-case letters, digits, dashes; at most 30 characters. */
  name: string;
  /** For example `production`; approvals may be limited to it. */
  environment: string;
  /** Full reference of the group that owns it. */
  owner: string;
  subscriptionId: string;
  resourceGroup: string;
  /** Short name of a region, for example `westeurope`. */
  region: string;
  /** Of people; ours come on top. */
  tags: Record<string, string>;
  network: MeshClusterNetwork;
  kubernetes: MeshClusterKubernetes;
  nodes: MeshClusterNodes;
  mesh: MeshClusterMesh;
  dns: {
    /** Private zone, for example `mesh.internal`. */
    zone: string;
    /** Resource ids of further virtual networks that resolve it. */
    links: string[];
  };
  /** The way in from the internet; none without it. */
  edge?: MeshClusterEdge;
  monitoring: {
    /** Days that logs are kept. */
    logRetentionDays: number;
    /** Resource ids of action groups that alerts go to. */
    actionGroups: string[];
  };
};

/** The address plan. No two ranges overlap but subnets and their network. @public */
export type MeshClusterNetwork = {
  /** Of the virtual network. */
  range: Cidr;
  subnets: {
    nodes: Cidr;
    /** Frontend of the internal gateway's load balancer. */
    ingress: Cidr;
    /** Application gateway; present when there is an edge. */
    applicationGateway?: Cidr;
    privateEndpoints: Cidr;
  };
  /** Overlay range of pods. */
  pods: Cidr;
  services: Cidr;
  /** Pinned address of the internal gateway, in the ingress subnet. */
  ingressAddress: string;
  /** Address of the cluster's DNS, in `services`. */
  dnsAddress: string;
  /** Ranges of networks that are or will be peered. */
  peers: Cidr[];
  /** Who, besides the application gateway, may reach the internal gateway. */
  clients: Cidr[];
};

/** @public */
export type MeshClusterKubernetes = {
  /** `major.minor`; the newest that the mesh supports when absent. */
  version?: string;
  tier: 'Free' | 'Standard' | 'Premium';
  access:
    | { type: 'private' }
    /** Public API server that only these ranges reach. */
    | { type: 'authorizedRanges'; ranges: Cidr[] };
  /** Object ids of Entra groups that administer it. */
  adminGroups: string[];
  upgradeChannel: 'patch' | 'stable' | 'rapid' | 'node-image' | 'none';
  nodeImageChannel: 'NodeImage' | 'SecurityPatch' | 'Unmanaged' | 'None';
  /** Availability zones, for example `['1', '2', '3']`; may be empty. */
  zones: string[];
};

/** @public */
export type MeshClusterNodes = {
  /** Size of a virtual machine, for example `Standard_D4ds_v5`. */
  size: string;
  min: number;
  max: number;
  maxPods: number;
};

/** @public */
export type MeshClusterMesh = {
  /** For example `asm-1-29`; the newest that fits when absent. */
  revision?: string;
  /**
   * Who signs certificates: istiod's own key, or one in a Key Vault. There
   * is no way from one to the other in place. `plug-in` is refused for now.
   */
  ca: 'istiod' | 'plug-in';
};

/** @public */
export type MeshClusterEdge = {
  /** Public hosts, `*.shop.example.com` or `www.example.com`. */
  hosts: string[];
  /**
   * Id of a secret with the certificate, without version:
   * `https://<vault>.vault.azure.net/secrets/<name>`.
   */
  certificateSecretId: string;
  /** Resource id of that vault; the cluster's own when absent. */
  vaultId?: string;
  /** How the application gateway talks to the internal gateway. */
  backend: 'https' | 'http';
  waf: 'Prevention' | 'Detection';
  minCapacity: number;
  maxCapacity: number;
};
