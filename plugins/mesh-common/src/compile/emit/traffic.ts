import type { JsonObject } from '@backstage/types';
import type { TrafficSettings } from '../../model/types';

/** How long calls may take, and how often they are tried. */
export function timesOf({
  timeout,
  retries,
}: TrafficSettings = {}): JsonObject {
  return {
    ...(timeout && { timeout }),
    ...(retries && {
      retries: {
        attempts: retries.attempts,
        ...(retries.perTryTimeout && { perTryTimeout: retries.perTryTimeout }),
        ...(retries.on?.length && { retryOn: retries.on.join(',') }),
      },
    }),
  };
}

/** When a server gets no more calls for a while. */
export function breakerOf({
  circuitBreaker,
}: TrafficSettings = {}): JsonObject {
  if (!circuitBreaker) {
    return {};
  }
  const { maxConnections, maxPendingRequests, consecutiveErrors } =
    circuitBreaker;
  const { interval, baseEjectionTime, maxEjectionPercent } = circuitBreaker;
  const connectionPool = {
    ...(maxConnections !== undefined && { tcp: { maxConnections } }),
    ...(maxPendingRequests !== undefined && {
      http: { http1MaxPendingRequests: maxPendingRequests },
    }),
  };
  const outlierDetection = {
    ...(consecutiveErrors !== undefined && {
      consecutive5xxErrors: consecutiveErrors,
    }),
    ...(interval && { interval }),
    ...(baseEjectionTime && { baseEjectionTime }),
    ...(maxEjectionPercent !== undefined && { maxEjectionPercent }),
  };
  return {
    ...(Object.keys(connectionPool).length > 0 && { connectionPool }),
    ...(Object.keys(outlierDetection).length > 0 && { outlierDetection }),
  };
}
