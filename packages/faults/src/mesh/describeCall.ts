import type { CallRequest } from '@meshwright/plugin-mesh-common';

/** `a (shop) → b (shop):8080`. */
export function describeCall({ source, destination }: CallRequest): string {
  const name = ({ labels, serviceAccount, namespace, inMesh }: typeof source) =>
    `${labels.app} as ${serviceAccount ?? 'nobody'} in ${namespace}${
      inMesh ? '' : ' outside of the mesh'
    }`;
  return `${name(source)} → ${name(destination)} port ${destination.port} (${
    destination.protocol
  })`;
}
