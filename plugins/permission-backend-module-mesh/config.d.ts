export interface Config {
  permission?: {
    mesh?: {
      /**
       * Full references of the groups that run the mesh: they bind, adopt,
       * confirm, and decide on any request. Default: none.
       */
      platformGroups?: string[];
    };
  };
}
