import {
  HttpMethod,
  type KubeConfig,
  RequestContext,
} from '@kubernetes/client-node';
import { bearErrors } from './bearErrors';
import { parseKubeconfig } from './parseKubeconfig';
import { renewalOf } from './renewalOf';
import {
  type PrintedCredential,
  resolveCredentials,
} from './resolveCredentials';

type Dispatcher = NonNullable<ReturnType<RequestContext['getDispatcher']>>;

/** All that requests to one API server need, for a while. */
export type Session = {
  server: string;
  headers: Readonly<Record<string, string>>;
  /** Connections of one trust and one client certificate. */
  pool: { key: string; dispatcher?: Dispatcher };
  /** Host of the proxy in between. */
  proxy?: string;
  /** What must never be repeated to anybody. */
  secrets: readonly string[];
  /** Milliseconds since 1970. */
  renewAt: number;
  printed?: PrintedCredential;
  /** The server did not take the credentials. */
  isRejected?: boolean;
};

/**
 * Makes a session out of a kubeconfig. Connections of the one before go on
 * only when what they trust and how they sign in is still the same.
 */
export async function openSession(options: {
  cluster: string;
  kubeconfig: string;
  expiresAt?: Date;
  before?: Session;
  now: number;
}): Promise<Session> {
  const { cluster, kubeconfig: text, expiresAt, before, now } = options;
  const kubeconfig = parseKubeconfig(cluster, text);
  const { target, user, renewAt, printed } = await resolveCredentials({
    cluster,
    text,
    kubeconfig,
    // What was refused is not tried again.
    printed: before?.isRejected ? undefined : before?.printed,
    now,
  });
  kubeconfig.clusters = [target];
  kubeconfig.users = [user];
  const context = await secure(kubeconfig, target.server);
  const key = JSON.stringify([target, user.certData, user.keyData]);
  const { token, password, keyData } = user;
  const headers = context.getHeaders();
  return {
    server: target.server,
    headers,
    pool:
      before?.pool.key === key
        ? before.pool
        : { key, dispatcher: openPool(context) },
    ...(target.proxyUrl && { proxy: new URL(target.proxyUrl).host }),
    secrets: [token, password, keyData, headers.Authorization].filter(
      (secret): secret is string => Boolean(secret),
    ),
    renewAt: Math.min(
      renewAt,
      expiresAt ? renewalOf(expiresAt, now) : Infinity,
    ),
    printed,
  };
}

function openPool(context: RequestContext): Dispatcher | undefined {
  const dispatcher = context.getDispatcher();
  if (dispatcher) {
    bearErrors(dispatcher);
  }
  return dispatcher;
}

/** Lets the library say which headers and which connections it takes. */
async function secure(
  kubeconfig: KubeConfig,
  server: string,
): Promise<RequestContext> {
  const context = new RequestContext(server, HttpMethod.GET);
  await kubeconfig.applySecurityAuthentication(context);
  return context;
}
