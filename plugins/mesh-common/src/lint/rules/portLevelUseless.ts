import type { LintContext, ObjectRule, RuleFinding } from '../types';
import { listPeers, type Peer } from './read/peers';
import { portsOfTarget } from './read/protocols';

/** Ports of the proxy itself, which it never redirects to. */
const ofProxy = new Set([
  15000, 15001, 15004, 15006, 15008, 15009, 15020, 15021, 15053, 15090,
]);

/** The keys are ports of the workload, and others are taken in silence. */
export const portLevelUseless: ObjectRule = {
  code: 'MW2034',
  severity: 'warning',
  summary: 'Modes are set for ports that the workload has',
  aliases: ['SEG-PORTLEVEL-USELESS'],
  check: context =>
    listPeers(context)
      .filter(({ ports }) => ports.length > 0)
      .flatMap(peer => checkPeer(context, peer)),
};

function checkPeer(context: LintContext, peer: Peer): RuleFinding[] {
  const { workload, service } = portsOfTarget(context, peer);
  return peer.ports.flatMap(({ port }) => {
    const number = Number(port);
    const target = service.get(number);
    const path = `spec/portLevelMtls/${port}`;
    if (ofProxy.has(number)) {
      const message = `Port ${port} belongs to the proxy and is not governed by this: the entry has no effect. Remove it.`;
      return [{ object: peer.object, path, message }];
    }
    if (workload.has(number)) return [];
    if (target !== undefined) {
      const message = `${port} is the port of the Service; the entry has an effect on the port of the workload only, ${target}. Write that one.`;
      return [{ object: peer.object, path, message }];
    }
    if (!context.options.complete || workload.size === 0) return [];
    const message = `No container and no Service of the workload names port ${port}. Correct it, or declare the port.`;
    return [{ object: peer.object, path, message }];
  });
}
