import type { SchedulerServiceTaskScheduleDefinitionConfig } from '@backstage/backend-plugin-api';
import type { HumanDuration } from '@backstage/types';

export interface Config {
  mesh?: {
    /**
     * Name of this installation: lower case letters, digits and dashes. Only
     * objects that carry it are ever changed or deleted.
     */
    instance: string;

    /**
     * How often each cluster is compared with the catalog when nothing hints
     * at a change. Default: every 5 minutes, at most 15 minutes long.
     */
    schedule?: SchedulerServiceTaskScheduleDefinitionConfig;

    /**
     * How long the mesh needs to act upon a change: the pause between waves,
     * and before an edge may be called in force. Default: 15 seconds.
     */
    settle?: HumanDuration | string;

    drift?: {
      /**
       * How long a change that somebody else made to our objects is shown
       * before it is repaired. Default: 5 seconds.
       */
      repairAfter?: HumanDuration | string;
    };

    retiring?: {
      /**
       * How long the objects of an entity stay after it left the catalog.
       * Default: 24 hours.
       */
      grace?: HumanDuration | string;
    };

    verify?: {
      /**
       * Image of the probes of verifications: it needs `sh`, `curl`, `dig`
       * and a server that answers to `netexec --http-port=8080`. Default:
       * `registry.k8s.io/e2e-test-images/agnhost:2.53`.
       */
      image?: string;
    };

    access?: {
      /**
       * What providers without an `access` block ask of consumers of other
       * owners. Default: `owner`.
       */
      approval?: 'none' | 'owner';
    };

    /** When deletions wait for a person. */
    hold?: {
      /** Edges that may go in one pass without asking. Default: 10. */
      minimum?: number;
      /** Share of all edges that may go without asking. Default: 0.05. */
      share?: number;
    };

    bindings?: {
      /**
       * Who gets a namespace that nobody has claimed: the first entity that
       * does, or nobody until somebody binds it. Default: `ask`.
       */
      unclaimed?: 'first-come' | 'ask';
      /** Whose namespaces and hosts are whose. */
      static?: Array<{
        /** Name of a cluster, or `*`. Default: `*`. */
        cluster?: string;
        /** A name, or a pattern with `*`; either this or `host`. */
        namespace?: string;
        /** A DNS name, or `*.` and a domain; either this or `namespace`. */
        host?: string;
        /** Full reference of the owning group or user. */
        owner: string;
        /**
         * How the managed-by-location of entities that may use it starts.
         * Default: any location.
         */
        locationPrefix?: string;
      }>;
    };

    /**
     * Limits on who may call whom. A wrong entry stops everything until it is
     * corrected; what is in force stays.
     */
    guardrails?: Array<{
      /** Stable name, for messages and audit. */
      id: string;
      /**
       * `deny`: such an edge is never granted. `approval`: it needs a
       * recorded approval, whatever the access rules say.
       */
      effect: 'deny' | 'approval';
      /** Shown to whoever meets it: why. */
      reason: string;
      /** Environment of clusters. Default: all. */
      environment?: string;
      /** Who calls. Default: anybody. */
      from?: MeshEntitySelector & { not?: MeshEntitySelector };
      /** Who is called. Default: anything. */
      to?: MeshEntitySelector & { not?: MeshEntitySelector };
      /** Protocols of ports. Default: all. */
      protocols?: Array<'http' | 'http2' | 'grpc' | 'tcp' | 'tls'>;
      /** Only edges that cover every method, or every path, of a port. */
      breadth?: 'every-method' | 'every-path';
    }>;
    clusters?: Array<{
      /** Shown to people; unique. */
      name: string;
      /** For example `production`; approvals may be limited to it. */
      environment: string;
      /**
       * Who finds out how to reach it: `kubeconfig`, or a type that a module
       * adds, such as `aks`.
       */
      type: string;
      /** For type `kubeconfig`: path of the file. */
      kubeconfig?: string;
      /** For type `kubeconfig`. Default: the current context of the file. */
      context?: string;
      /** Following the cluster by watches instead of listing it each time. */
      cache?: {
        /** Default: true. */
        enabled?: boolean;
        /** How often all is listed anyway. Default: 30 minutes. */
        relist?: HumanDuration | string;
      };
      /** Default: `cluster.local`. */
      trustDomain?: string;
      /** Istio's root namespace. Default: `aks-istio-system`. */
      rootNamespace?: string;
      /** Injection revision, for example `asm-1-29`. */
      revision: string;
      gateways?: {
        /** Serves hosts and names inside the private network. */
        internal?: MeshGatewayConfig;
        /** Serves hosts on the internet. */
        public?: MeshGatewayConfig;
      };
      dns?: {
        /** A type that a module adds, such as `azure-private-dns`. */
        type: string;
        /** Name of the private zone, for example `mesh.internal`. */
        zone: string;
        /** Seconds. Default: 300. */
        ttl?: number;
      };
      /** Labels of the DNS pods. Default: `k8s-app: kube-dns`. */
      dnsSelector?: { [label: string]: string };
      /** Address of a node-local DNS cache. */
      nodeLocalDns?: string;
      /** Version of the control plane, for example `1.29`. */
      istio?: string;
      /**
       * Address ranges, in CIDR notation, that calls to external hosts never
       * lead to. Default: all private ranges.
       */
      ranges?: {
        pods: string[];
        services: string[];
        /** The virtual network and those peered with it. */
        networks: string[];
      };
      /** Who reads metrics straight from pods. Default: nobody. */
      scraper?: MeshPodsConfig;
      /** Ranges from which the API server calls webhooks. */
      apiServerRanges?: string[];
      /** What proxies call by themselves: tracing, rate limits and the like. */
      proxyServices?: Array<MeshProxyServiceConfig>;
      /** Who decides about calls besides the policies. */
      externalAuthorizer?: MeshProxyServiceConfig & {
        /** Name among the `extensionProviders` of the mesh. */
        provider: string;
        protocol: 'http' | 'grpc';
        /** Workloads whose calls it judges. Default: all. */
        workloads?: MeshEntitySelector & { not?: MeshEntitySelector };
      };
      /** An application gateway in front of the internal gateway. */
      applicationGateway?: {
        /** Its subnet, in CIDR notation. */
        subnet: string;
        /** Hosts that it reaches besides those of public routes. */
        probeHosts: string[];
      };
      /** Provider of the access log of denials. Default: `envoy`. */
      accessLogProvider?: string;
      /** Whether the cluster has the Istio CNI. Default: false. */
      cni?: boolean;
      prometheus?: {
        /** Base URL of a Prometheus API with the metrics of the mesh. */
        url: string;
        /**
         * How it is signed in to, for example `azure-monitor`. Nobody signs
         * in without it.
         */
        type?: string;
      };
    }>;
  };
}

export interface MeshGatewayConfig {
  /** Namespace of the gateway pods. */
  namespace: string;
  /** Labels of the gateway pods. */
  selector: { [label: string]: string };
  serviceAccount: string;
  /** Pinned IPv4 address that names of the private zone resolve to. */
  address?: string;
  /**
   * Name of the secret with the certificate, in the gateway's namespace. Only
   * the name: the content is never read. Default: plain HTTP on port 80.
   */
  tlsCredential?: string;
}

export interface MeshPodsConfig {
  namespace: string;
  /** Labels of the pods. */
  selector: { [label: string]: string };
}

export interface MeshProxyServiceConfig extends MeshPodsConfig {
  /** Name of the Kubernetes Service, in the namespace of the pods. */
  service?: string;
  /** Port that the pods listen on. */
  port: number;
}

/**
 * Entities that fit every key that is present, by any of its values; `*`
 * stands for any text.
 */
export interface MeshEntitySelector {
  /** Full references of components and resources. */
  ref?: string[];
  lifecycle?: string[];
  /** Values of the label `meshwright.io/tier`. */
  tier?: string[];
  /** Full references. */
  system?: string[];
  /** Full references. */
  domain?: string[];
  /** Full references. */
  owner?: string[];
  tags?: string[];
}
