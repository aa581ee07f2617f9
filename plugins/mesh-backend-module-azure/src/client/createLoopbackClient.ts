import {
  createDefaultHttpClient,
  type HttpClient,
} from '@azure/core-rest-pipeline';

const RESOURCE_MANAGER = 'https://management.azure.com';

/**
 * Sends what is meant for Azure's public Resource Manager to a server on
 * loopback, over plain HTTP.
 *
 * @remarks
 *
 * The rewriting happens below the SDK's pipeline, so that authentication and
 * retries stay as they are: with a plain-HTTP endpoint the SDK would refuse
 * to send tokens.
 */
export function createLoopbackClient(
  target: URL,
  inner: HttpClient = createDefaultHttpClient(),
): HttpClient {
  const base = target.href.replace(/\/$/, '');
  return {
    async sendRequest(request) {
      const original = request.url;
      if (!original.startsWith(`${RESOURCE_MANAGER}/`)) {
        return inner.sendRequest(request);
      }
      const { agent, proxySettings } = request;
      request.url = base + original.slice(RESOURCE_MANAGER.length);
      request.allowInsecureConnection = true;
      // A proxy for Azure has no business with loopback.
      request.agent = undefined;
      request.proxySettings = undefined;
      try {
        return await inner.sendRequest(request);
      } finally {
        request.url = original;
        request.allowInsecureConnection = false;
        request.agent = agent;
        request.proxySettings = proxySettings;
      }
    },
  };
}
