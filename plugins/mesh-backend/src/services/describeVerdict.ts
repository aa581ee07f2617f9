import type {
  AskRequest,
  CallRequest,
  Verdict,
} from '@meshwright/plugin-mesh-common';

const layers: Record<Verdict['layer'], string> = {
  'network-policy': 'The network',
  transport: 'The transport',
  'request-authentication': 'The check of tokens',
  'authorization-policy': 'The policy of the service',
  none: 'Nothing',
};

/** The answer to a question, in one sentence. */
export function describeVerdict(options: {
  request: AskRequest;
  call: CallRequest;
  verdict: Verdict;
  /** Why there is no answer. */
  problem?: string;
}): string {
  const { request, call, verdict, problem } = options;
  const what = `${nameOf(request.from)} ${verbOf(verdict)} ${nameOf(
    request.to,
  )} with ${describeCall(call)}`;
  if (problem) {
    return `Unknown: ${problem}`;
  }
  switch (verdict.decision) {
    case 'allow':
      return `Yes, ${what}${
        verdict.mtls === 'mutual-tls' ? ', mutually authenticated' : ''
      }`;
    case 'deny':
      return `No, ${what}: ${describeRefusal(verdict)}`;
    default:
      return `Unknown whether ${what}: ${
        verdict.because.at(-1) ?? 'the objects in the cluster do not tell'
      }`;
  }
}

function verbOf({ decision }: Verdict): string {
  return decision === 'deny' ? 'cannot call' : 'can call';
}

function describeRefusal({ decidedBy, layer }: Verdict): string {
  return decidedBy
    ? `${decidedBy.kind} ${decidedBy.namespace}/${decidedBy.name} refuses it`
    : `${layers[layer].toLocaleLowerCase('en-US')} refuses it`;
}

function describeCall({ http, destination }: CallRequest): string {
  const port = destination.servicePort ?? destination.port;
  return http
    ? `${http.method} ${http.path} on port ${port}`
    : `TCP on port ${port}`;
}

function nameOf(entityRef: string): string {
  return entityRef.split('/').at(-1) ?? entityRef;
}
