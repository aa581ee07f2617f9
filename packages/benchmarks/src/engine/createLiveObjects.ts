import type { MeshObject, Workload } from '@meshwright/plugin-mesh-common';
import { MAIN_CLUSTER } from '../generate/blueprints';
import type { Subject } from './types';

/** The objects of the main cluster with a Pod and a Service per workload. */
export function createLiveObjects({ model, objects }: Subject): MeshObject[] {
  const workloads = model.workloads.filter(
    ({ cluster, binding }) =>
      cluster === MAIN_CLUSTER && binding.state === 'bound',
  );
  return [...objects, ...workloads.flatMap(createPodAndService)];
}

function createPodAndService(workload: Workload): MeshObject[] {
  const { namespace, selector, serviceAccount, service, ports } = workload;
  const containerPorts = ports.map(({ name, targetPort }) => ({
    name,
    containerPort: targetPort,
  }));
  const pod: MeshObject = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `${service ?? serviceAccount}-5d4c7b9f6-x2k4q`,
      namespace,
      labels: { ...selector, 'pod-template-hash': '5d4c7b9f6' },
    },
    spec: {
      serviceAccountName: serviceAccount,
      containers: [
        { name: 'app', ports: containerPorts },
        { name: 'istio-proxy' },
      ],
    },
    status: { phase: 'Running' },
  };
  if (!service) return [pod];
  return [
    pod,
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: service, namespace },
      spec: {
        clusterIP: '10.0.0.1',
        selector,
        ports: ports.map(({ name, port, targetPort, protocol }) => ({
          name,
          port,
          targetPort,
          appProtocol: protocol,
        })),
      },
    },
  ];
}
