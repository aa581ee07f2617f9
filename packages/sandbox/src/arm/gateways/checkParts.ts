import { refuse } from '../ArmError';
import { type JsonObject, listAt, objectAt, textAt } from '../core/json';

const MOST_PRIORITY = 20_000;

/** Rules among the children of one gateway. */
export function checkParts(id: string, properties: JsonObject): void {
  checkSettings(id, properties);
  checkRules(id, properties);
  checkListeners(id, properties);
}

/** A probe speaks what its backend setting speaks. */
function checkSettings(id: string, properties: JsonObject): void {
  const probes = listAt(properties, 'probes');
  for (const setting of listAt(properties, 'backendHttpSettingsCollection')) {
    const probeId = textAt(setting, 'properties.probe.id')?.toLowerCase();
    const probe = probes.find(
      ({ name }) => `${id}/probes/${name}`.toLowerCase() === probeId,
    );
    const own = textAt(setting, 'properties.protocol') ?? '';
    const other = textAt(probe, 'properties.protocol') ?? own;
    if (other.toLowerCase() !== own.toLowerCase()) {
      throw refuse(
        400,
        'ApplicationGatewayProbeProtocolMustMatchBackendHttpSettinsProtocol',
        `Probe ${probeId} with protocol ${other} must match the protocol ${own} of the backend HTTP settings ${id}/backendHttpSettingsCollection/${setting.name}.`,
      );
    }
  }
}

function checkRules(id: string, properties: JsonObject): void {
  const seen = new Set<unknown>();
  const listeners = new Set<string>();
  for (const rule of listAt(properties, 'requestRoutingRules')) {
    const fields = objectAt(rule, 'properties');
    const at = `${id}/requestRoutingRules/${rule.name}`;
    const { priority } = fields;
    if (priority === undefined || priority === null) {
      throw refuse(
        400,
        'ApplicationGatewayRequestRoutingRulePriorityCannotBeEmpty',
        `The value provided for field priority of Request Routing Rule ${at} must not be empty.`,
      );
    }
    if (
      !Number.isInteger(priority) ||
      Number(priority) < 1 ||
      Number(priority) > MOST_PRIORITY
    ) {
      throw refuse(
        400,
        'ApplicationGatewayRequestRoutingRuleInvalidPriority',
        `The priority ${String(
          priority,
        )} of Request Routing Rule ${at} must be from 1 to ${MOST_PRIORITY}.`,
      );
    }
    if (seen.has(priority)) {
      throw refuse(
        400,
        'ApplicationGatewayRequestRoutingRuleDuplicatePriority',
        `Request Routing Rule ${at} has the priority ${String(
          priority,
        )} of another rule.`,
      );
    }
    seen.add(priority);
    const listener = textAt(fields, 'httpListener.id')?.toLowerCase() ?? '';
    if (listeners.has(listener)) {
      throw refuse(
        400,
        'ApplicationGatewayRequestRoutingRulesCannotUseSameListener',
        `Request Routing Rule ${at} uses the listener ${listener} of another rule.`,
      );
    }
    listeners.add(listener);
    const isRedirect = fields.redirectConfiguration !== undefined;
    const hasBackend = fields.backendAddressPool && fields.backendHttpSettings;
    if (
      textAt(fields, 'ruleType') !== 'PathBasedRouting' &&
      !isRedirect &&
      !hasBackend
    ) {
      throw refuse(
        400,
        'ApplicationGatewayRequestRoutingRuleBackendMissing',
        `Request Routing Rule ${at} must have a backend pool with settings, or a redirect.`,
      );
    }
  }
}

function checkListeners(id: string, properties: JsonObject): void {
  const seen = new Set<string>();
  for (const listener of listAt(properties, 'httpListeners')) {
    const fields = objectAt(listener, 'properties');
    const at = `${id}/httpListeners/${listener.name}`;
    if (fields.protocol === 'Https' && !textAt(fields, 'sslCertificate.id')) {
      throw refuse(
        400,
        'ApplicationGatewayHttpsListenerMustReferenceSslCert',
        `Https Listener ${at} must reference an SSL certificate.`,
      );
    }
    const hosts = Array.isArray(fields.hostNames)
      ? fields.hostNames
      : [fields.hostName ?? '*'];
    for (const host of hosts) {
      const key = `${textAt(fields, 'frontendPort.id')} ${textAt(
        fields,
        'frontendIPConfiguration.id',
      )} ${host}`.toLowerCase();
      if (seen.has(key)) {
        throw refuse(
          400,
          'ApplicationGatewayListenersUsingSameFrontendPortAndFrontendIpConfig',
          `Listener ${at} has the frontend, port and host of another listener.`,
        );
      }
      seen.add(key);
    }
  }
}
