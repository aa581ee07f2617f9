/** Programs and files that a control plane is started from; absolute paths. */
export type Assets = {
  etcd: string;
  apiServer: string;
  /** Without it namespaces never end and no ServiceAccount is made. */
  controllerManager?: string;
  /** YAML files with the CustomResourceDefinitions of Istio and Gateway API. */
  schemas: string[];
};
