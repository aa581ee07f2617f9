import { Ipv4Range } from '../addresses/Ipv4Range';
import {
  neededGatewayAddresses,
  neededNodeAddresses,
  RESERVED_ADDRESSES,
} from '../addresses/sizes';
import type { AddressedSpec } from './AddressedSpec';
import type { Problems } from './Problems';

type Subnet = { field: string; name: string; range: Ipv4Range };

/** Largest prefix that still works; Azure itself takes five addresses. */
const LONGEST = {
  ingress: 29,
  applicationGateway: 26,
  privateEndpoints: 29,
} as const;
const GATEWAY_RECOMMENDED = 24;

/** Subnets lie in the network, apart from each other, and are large enough. */
export function checkSubnets(spec: AddressedSpec, problems: Problems): void {
  const { network } = spec;
  const range = Ipv4Range.parse(network.range);
  const subnets = Object.entries(network.subnets).flatMap(([name, text]) => {
    const subnet = Ipv4Range.parse(text);
    return subnet
      ? [{ field: `network.subnets.${name}`, name, range: subnet }]
      : [];
  });
  subnets.forEach((subnet, index) => {
    if (range && !range.contains(subnet.range)) {
      problems.error(
        subnet.field,
        `'${subnet.range}' is not inside the network ${range} (network.range); choose a part of it`,
      );
    }
    const other = subnets
      .slice(0, index)
      .find(earlier => earlier.range.overlaps(subnet.range));
    if (other) {
      problems.error(
        subnet.field,
        `'${subnet.range}' overlaps the subnet '${other.name}' (${other.range}); choose a part of the network that is free`,
      );
    }
    checkSize(subnet, spec, problems);
  });
}

function checkSize(subnet: Subnet, spec: AddressedSpec, problems: Problems) {
  const { field, name, range } = subnet;
  const usable = Math.max(range.size - RESERVED_ADDRESSES, 0);
  if (name === 'nodes') {
    const needed = neededNodeAddresses(spec.nodes.max);
    if (usable < needed) {
      problems.error(
        field,
        `'${range}' has ${usable} addresses to give, and ${spec.nodes.max} nodes (nodes.max) need ${needed} with those that an upgrade adds; choose a larger subnet or fewer nodes`,
      );
    }
    return;
  }
  const longest = LONGEST[name as keyof typeof LONGEST];
  if (range.prefix > longest) {
    problems.error(
      field,
      `'${range}' is too small; choose /${longest} or larger`,
    );
  } else if (name === 'applicationGateway') {
    checkGateway(subnet, spec, problems);
  }
}

function checkGateway(
  { field, range }: Subnet,
  spec: AddressedSpec,
  problems: Problems,
) {
  const usable = range.size - RESERVED_ADDRESSES;
  const needed = neededGatewayAddresses(spec.edge?.maxCapacity ?? 0);
  if (usable < needed) {
    problems.error(
      field,
      `'${range}' has ${usable} addresses to give, and ${spec.edge?.maxCapacity} units (edge.maxCapacity) need ${needed}; choose a larger subnet or fewer units`,
    );
  } else if (range.prefix > GATEWAY_RECOMMENDED) {
    problems.warn(
      field,
      `'${range}' leaves little room for instances and their updates; /${GATEWAY_RECOMMENDED} is recommended`,
    );
  }
}
