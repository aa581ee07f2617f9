import { toRecords } from '../../evaluate/readJson';
import {
  boolean,
  either,
  int32,
  list,
  map,
  object,
  oneOf,
  text,
} from '../schema/build';
import type { Json, Rule } from '../schema/node';
import { isAddress, isPort } from '../text/address';
import {
  findLabelKeyProblem,
  findLabelValueProblem,
  findPortNameProblem,
  isLowerLabel,
} from '../text/kubernetes';

const inRange: Rule<number> = value =>
  !isPort(value) && 'must be between 1 and 65535, inclusive';

const servicePort = object(
  {
    appProtocol: text({ rules: [name => findLabelKeyProblem(name)] }),
    name: text({
      rules: [
        name =>
          name !== '' &&
          !isLowerLabel(name) &&
          "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character",
      ],
    }),
    nodePort: int32(),
    port: int32({ rules: [inRange] }),
    protocol: oneOf('TCP', 'UDP', 'SCTP'),
    targetPort: either(
      // Zero stands for the port of the Service.
      int32({ rules: [value => value !== 0 && inRange(value)] }),
      text({ rules: [name => findPortNameProblem(name)] }),
    ),
  },
  { required: ['port'] },
);

const portsFit: Rule<unknown[]> = given => {
  const ports = toRecords(given);
  const names = ports.map(port => port.name ?? '');
  if (ports.length > 1 && names.includes('')) {
    return 'name is required when there is more than one port';
  }
  if (new Set(names).size < names.length) return 'names must be unique';
  const numbers = ports.map(port => `${port.protocol ?? 'TCP'}/${port.port}`);
  return (
    new Set(numbers).size < numbers.length &&
    'port and protocol must be unique together'
  );
};

const withPorts: Rule<Json> = spec =>
  spec.clusterIP !== 'None' &&
  spec.type !== 'ExternalName' &&
  toRecords(spec.ports).length === 0 &&
  'ports are required';

const withName: Rule<Json> = spec =>
  spec.type === 'ExternalName' &&
  !spec.externalName &&
  'externalName is required';

const addresses = list(text());

export const service = object(
  {
    allocateLoadBalancerNodePorts: boolean,
    clusterIP: text({
      rules: [
        value =>
          value !== '' &&
          value !== 'None' &&
          !isAddress(value) &&
          'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)',
      ],
    }),
    clusterIPs: addresses,
    externalIPs: addresses,
    externalName: text(),
    externalTrafficPolicy: oneOf('Cluster', 'Local'),
    healthCheckNodePort: int32(),
    internalTrafficPolicy: oneOf('Cluster', 'Local'),
    ipFamilies: list(oneOf('IPv4', 'IPv6')),
    ipFamilyPolicy: oneOf('SingleStack', 'PreferDualStack', 'RequireDualStack'),
    loadBalancerClass: text(),
    loadBalancerIP: text(),
    loadBalancerSourceRanges: addresses,
    ports: list(servicePort, { rules: [portsFit] }),
    publishNotReadyAddresses: boolean,
    selector: map(text({ rules: [value => findLabelValueProblem(value)] }), {
      rules: [
        labels =>
          Object.keys(labels)
            .map(key => findLabelKeyProblem(key))
            .find(Boolean),
      ],
    }),
    sessionAffinity: oneOf('ClientIP', 'None'),
    sessionAffinityConfig: object({
      clientIP: object({ timeoutSeconds: int32({ min: 1, max: 86400 }) }),
    }),
    trafficDistribution: text(),
    type: oneOf('ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'),
  },
  { rules: [withPorts, withName] },
);
