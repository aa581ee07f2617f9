import type { CallRequest } from '@meshwright/plugin-mesh-common';
import { z } from 'zod';

const port = z.int().min(1).max(65535);
const labels = z.record(z.string(), z.string());

const party = {
  namespace: z.string(),
  labels,
  serviceAccount: z.string().optional(),
  inMesh: z.boolean(),
  ambient: z.boolean().optional(),
  ip: z.string().optional(),
  principal: z.string().optional(),
  remoteIp: z.string().optional(),
  opens: z.enum(['auto', 'mutual-tls', 'plaintext']).optional(),
  gateway: z.boolean().optional(),
  namedPorts: z
    .array(
      z.strictObject({
        name: z.string(),
        port,
        protocol: z.string().optional(),
      }),
    )
    .optional(),
};

const waypoint = z.strictObject({
  namespace: z.string(),
  name: z.string(),
  serviceAccount: z.string().optional(),
  calls: z.enum(['service', 'workload', 'all']).optional(),
});

const token = z.strictObject({
  location: z.string(),
  prefix: z.string().optional(),
  claims: z.record(z.string(), z.unknown()),
  expired: z.boolean().optional(),
  invalid: z.boolean().optional(),
});

const http = z.strictObject({
  method: z.string().optional(),
  path: z.string().optional(),
  host: z.string().optional(),
  headers: z
    .record(z.string(), z.union([z.string(), z.array(z.string())]))
    .optional(),
  claims: z.record(z.string(), z.unknown()).optional(),
  tokens: z.array(token).optional(),
});

/**
 * A `CallRequest`, and nothing else: a key that nobody reads would change the
 * question without anybody noticing.
 */
export const callSchema = z.strictObject({
  source: z.strictObject(party),
  destination: z.strictObject({
    ...party,
    port,
    servicePort: port.optional(),
    protocol: z.enum(['http', 'http2', 'grpc', 'tcp', 'tls', 'unknown']),
    service: z.string().optional(),
    subset: z.string().optional(),
    addressedBy: z.enum(['service', 'pod']).optional(),
    headless: z.boolean().optional(),
    waypoint: waypoint.optional(),
  }),
  http: http.optional(),
  sni: z.string().optional(),
  externalAuthorizer: z.enum(['allow', 'deny']).optional(),
});

type Schema = z.infer<typeof callSchema>;

/** Does not compile when the schema lacks a key of a request. */
type Lacks<Whole, Part> = Exclude<keyof Whole, keyof Part>;
export const isWholeRequest: [
  Lacks<CallRequest, Schema>,
  Lacks<CallRequest['source'], Schema['source']>,
  Lacks<CallRequest['destination'], Schema['destination']>,
  Lacks<NonNullable<CallRequest['http']>, NonNullable<Schema['http']>>,
] extends [never, never, never, never]
  ? true
  : false = true;

/** The request, or what is wrong with it in one line. */
export function readRequest(
  value: unknown,
): { request: CallRequest } | { problem: string } {
  const parsed = callSchema.safeParse(value);
  if (parsed.success) return { request: parsed.data };
  const [issue] = parsed.error.issues;
  const path = issue?.path.join('.') ?? '';
  return {
    problem: `It is no request: ${path ? `${path}: ` : ''}${
      issue?.message ?? 'it cannot be read'
    }`,
  };
}
