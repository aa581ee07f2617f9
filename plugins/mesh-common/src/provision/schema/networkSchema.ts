import { z } from 'zod';
import { address, cidr } from './texts';

export const networkSchema = z.strictObject({
  range: cidr(),
  subnets: z
    .strictObject({
      nodes: cidr().optional(),
      ingress: cidr().optional(),
      applicationGateway: cidr().optional(),
      privateEndpoints: cidr().optional(),
    })
    .prefault({}),
  pods: cidr().optional(),
  services: cidr().optional(),
  ingressAddress: address().optional(),
  dnsAddress: address().optional(),
  peers: z.array(cidr()).max(100).default([]),
  clients: z.array(cidr()).max(100).default([]),
});

export type NetworkAnswers = z.output<typeof networkSchema>;
