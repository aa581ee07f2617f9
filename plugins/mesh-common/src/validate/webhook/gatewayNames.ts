import { findNameProblem, isDnsLabel } from '../text/names';
import type { Findings } from './Findings';

/**
 * Checks names of gateways, `namespace/name`. The webhook looks no further
 * than the first name without a namespace.
 */
export function checkGatewayNames(
  names: readonly string[],
  { fromApi }: { fromApi: boolean },
  out: Findings,
): void {
  for (const full of names) {
    const slash = full.indexOf('/');
    if (slash < 0) {
      checkOldName(full, out);
      return;
    }
    const namespace = full.slice(0, slash);
    const name = full.slice(slash + 1);
    if (namespace === '' || name === '') {
      out.error('config namespace and gateway name cannot be empty');
    }
    if (!isDnsLabel(namespace)) {
      out.error(`invalid value for namespace: "${namespace}"`);
    }
    if (!isDnsLabel(name) && !fromApi) {
      out.error(`invalid value for gateway name: "${name}"`);
    }
  }
}

function checkOldName(name: string, out: Findings): void {
  const [first = '', second] = name.split('.');
  if (second !== undefined) {
    out.warn(
      `using legacy gatewayName format "${name}"; prefer the <namespace>/<name> format: "${second}/${first}"`,
    );
  }
  out.error(findNameProblem(name));
}
