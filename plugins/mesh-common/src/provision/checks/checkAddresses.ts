import { Ipv4Range, parseAddress } from '../addresses/Ipv4Range';
import { deriveMaxNodes, NODE_POD_PREFIX } from '../addresses/sizes';
import type { AddressedSpec } from './AddressedSpec';
import type { Problems } from './Problems';

/** By AKS: services take less than a /12; their DNS has number ten. */
const SERVICES_PREFIX = { shortest: 13, longest: 24 };
const AZURE_FIRST = 4;

/** Sizes of the ranges in the cluster, and the two pinned addresses. */
export function checkAddresses(spec: AddressedSpec, problems: Problems): void {
  checkPods(spec, problems);
  checkServices(spec, problems);
  const { network } = spec;
  const ingress = Ipv4Range.parse(network.subnets.ingress);
  const address = parseAddress(network.ingressAddress);
  if (!ingress || address === undefined) {
    return;
  }
  const field = 'network.ingressAddress';
  if (!ingress.has(address)) {
    problems.error(
      field,
      `'${network.ingressAddress}' is not in the ingress subnet ${ingress} (network.subnets.ingress); choose an address of it`,
    );
  } else if (
    address < ingress.start + AZURE_FIRST ||
    address === ingress.end - 1
  ) {
    problems.error(
      field,
      `'${network.ingressAddress}' is one of the addresses that Azure keeps: the first four and the last of ${ingress}; choose another one`,
    );
  }
}

function checkPods({ network, nodes }: AddressedSpec, problems: Problems) {
  const pods = Ipv4Range.parse(network.pods);
  const needed = deriveMaxNodes(nodes.max);
  const holds = pods ? 2 ** (NODE_POD_PREFIX - pods.prefix) : needed;
  if (holds < needed) {
    problems.error(
      'network.pods',
      `'${network.pods}' holds ${Math.floor(
        holds,
      )} nodes with a /${NODE_POD_PREFIX} each, and ${
        nodes.max
      } nodes (nodes.max) are ${needed} while an upgrade runs; choose a larger range or fewer nodes`,
    );
  }
}

function checkServices({ network }: AddressedSpec, problems: Problems) {
  const services = Ipv4Range.parse(network.services);
  const dns = parseAddress(network.dnsAddress);
  if (!services || dns === undefined) {
    return;
  }
  const { shortest, longest } = SERVICES_PREFIX;
  if (services.prefix < shortest || services.prefix > longest) {
    problems.error(
      'network.services',
      `'${services}' has the wrong size; choose one from /${shortest} to /${longest}`,
    );
  }
  const isUsable =
    services.has(dns) && dns > services.start + 1 && dns < services.end - 1;
  if (!isUsable) {
    problems.error(
      'network.dnsAddress',
      `'${network.dnsAddress}' cannot be the cluster's DNS; choose an address of the services ${services} (network.services), neither the first two nor the last`,
    );
  }
}
