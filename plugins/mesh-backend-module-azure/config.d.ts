export interface Config {
  mesh?: {
    /** How this installation reaches Azure. */
    azure?: {
      /**
       * Azure Resource Manager of another cloud, or of a sandbox on loopback
       * (the only place where plain http is accepted).
       * Default: `https://management.azure.com`.
       * @visibility backend
       */
      resourceManagerUrl?: string;
      /**
       * Client id of a user-assigned managed identity. Default: the
       * system-assigned one, or whatever else DefaultAzureCredential finds.
       * @visibility backend
       */
      managedIdentityClientId?: string;
      /**
       * Where public prices for the preview of a cluster come from; `false`
       * asks nobody, and previews say no costs. No credential is sent there.
       * @visibility backend
       */
      prices?:
        | false
        | {
            /**
             * Default: `https://prices.azure.com/api/retail/prices`.
             * @visibility backend
             */
            url?: string;
          };
    };
    clusters?: Array<{
      /** Which AKS cluster this is; for `type: aks`. */
      aks?: {
        /** @visibility backend */
        subscriptionId: string;
        /** @visibility backend */
        resourceGroup: string;
        /** @visibility backend */
        clusterName: string;
      };
      /** The private DNS zone of the cluster. */
      dns?: {
        /** Subscription of the zone; for `type: azure-private-dns`.
         * @visibility backend
         */
        subscriptionId?: string;
        /** Resource group of the zone; for `type: azure-private-dns`.
         * @visibility backend
         */
        resourceGroup?: string;
      };
    }>;
  };
}
