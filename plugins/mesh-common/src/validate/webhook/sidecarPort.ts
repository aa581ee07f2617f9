import type { Json } from '../schema/node';
import { isDnsLabel } from '../text/names';
import type { Findings } from './Findings';
import { findProtocolProblem } from './protocols';
import { toNumber, toString } from './read';

/** Checks what ports of listeners of both directions have in common. */
export function checkSidecarPort(port: Json, out: Findings): void {
  if (toNumber(port.targetPort) > 0) {
    out.error('targetPort has no impact on Sidecars');
  }
  const name = toString(port.name);
  if (name !== '' && !isDnsLabel(name)) out.error(`invalid port name: ${name}`);
  out.error(findProtocolProblem(toString(port.protocol)));
}
