import { isIP } from 'node:net';
import { z } from 'zod';

const text = z.string().min(1);

/** At least one: an empty list would fit nothing, and nobody would notice. */
const some = (pattern?: RegExp, message?: string) =>
  z.array(pattern ? z.string().regex(pattern, message) : text).min(1);

const refs = some(
  /^(\*|[a-z*][a-z0-9*]*:[^/\s]+\/[^/\s]+)$/,
  "must be a full reference in lower case, such as group:default/shop, in which '*' stands for any text",
);

/** An address range in CIDR notation. */
const range = z.string().refine(value => {
  const [address, bits, more] = value.split('/');
  const most = { 4: 32, 6: 128 }[isIP(address ?? '')];
  return (
    more === undefined &&
    most !== undefined &&
    /^\d{1,3}$/.test(bits ?? '') &&
    Number(bits) <= most
  );
}, 'must be an address range such as 10.20.0.0/16');

const selectorKeys = {
  ref: refs.optional(),
  lifecycle: some().optional(),
  tier: some().optional(),
  system: refs.optional(),
  domain: refs.optional(),
  owner: refs.optional(),
  tags: some().optional(),
};

const entitySelector = z.strictObject({
  ...selectorKeys,
  not: z.strictObject(selectorKeys).optional(),
});

const guardrail = z.strictObject({
  id: z
    .string()
    .regex(
      /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/,
      'must be at most 63 lower case letters, digits and dashes',
    ),
  effect: z.enum(['deny', 'approval']),
  reason: text,
  environment: text.optional(),
  from: entitySelector.optional(),
  to: entitySelector.optional(),
  protocols: z
    .array(z.enum(['http', 'http2', 'grpc', 'tcp', 'tls']))
    .min(1)
    .optional(),
  breadth: z.enum(['every-method', 'every-path']).optional(),
});

/** `mesh.guardrails`. */
export const guardrails = z.array(guardrail);

const labels = z
  .record(z.string(), z.string())
  .refine(value => Object.keys(value).length > 0, 'must name a label');

const pods = { namespace: text, selector: labels };
const proxyService = {
  ...pods,
  service: text.optional(),
  port: z.number().int().min(1).max(65535),
};

/** What of `mesh.clusters[]` the compiler takes over as it is. */
export const clusterOptions = z.object({
  nodeLocalDns: z
    .string()
    .refine(value => isIP(value) !== 0, 'must be an address')
    .optional(),
  istio: z
    .string()
    .regex(/^1\.\d{1,3}(\.\d{1,3})?$/, "must be a version such as '1.29'")
    .optional(),
  ranges: z
    .strictObject({
      pods: z.array(range).min(1),
      services: z.array(range).min(1),
      networks: z.array(range),
    })
    .optional(),
  scraper: z.strictObject(pods).optional(),
  apiServerRanges: z.array(range).min(1).optional(),
  proxyServices: z.array(z.strictObject(proxyService)).optional(),
  externalAuthorizer: z
    .strictObject({
      ...proxyService,
      provider: text,
      protocol: z.enum(['http', 'grpc']),
      workloads: entitySelector.optional(),
    })
    .optional(),
  applicationGateway: z
    .strictObject({ subnet: range, probeHosts: z.array(text) })
    .optional(),
  accessLogProvider: text.optional(),
  cni: z.boolean().optional(),
});
