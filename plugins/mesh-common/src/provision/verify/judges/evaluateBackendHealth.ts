import type { JsonObject, JsonValue } from '@backstage/types';
import type { Evidence } from '../../run';
import { failed, passed, unknown } from '../evidence';

const MOST_ROWS = 20;

/**
 * Whether the backends of an application gateway are healthy.
 *
 * @param answer - Body of the answer to the action `backendhealth`
 *
 * @public
 */
export function evaluateBackendHealth(
  answer: JsonObject | undefined,
): Evidence[] {
  const servers = listOf(answer?.backendAddressPools).flatMap(pool =>
    listOf(pool.backendHttpSettingsCollection).flatMap(settings =>
      listOf(settings.servers),
    ),
  );
  if (servers.length === 0) {
    return [
      unknown({
        what: 'Backends of the application gateway',
        expected: 'healthy',
        why: 'it names no backend',
      }),
    ];
  }
  return servers.slice(0, MOST_ROWS).map(server => {
    const { address, health, healthProbeLog } = server;
    const row = {
      what: `Backend ${textOf(address) || 'without an address'}`,
      expected: 'Healthy',
      seen: [textOf(health) || 'no answer', textOf(healthProbeLog)]
        .filter(Boolean)
        .join(': ')
        .slice(0, 300),
    };
    return health === 'Healthy' ? passed(row) : failed(row);
  });
}

function listOf(value: JsonValue | undefined): JsonObject[] {
  return Array.isArray(value)
    ? value.filter(
        (one): one is JsonObject =>
          typeof one === 'object' && one !== null && !Array.isArray(one),
      )
    : [];
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}
