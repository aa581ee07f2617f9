export interface Config {
  mesh?: {
    clusters?: Array<{
      /** Shown in the catalog. Default: the name. */
      title?: string;
      /**
       * Full reference of the group that runs the cluster. Default: the first
       * of `permission.mesh.platformGroups`.
       */
      owner?: string;
    }>;
  };
}
