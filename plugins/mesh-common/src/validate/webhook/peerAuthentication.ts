import { isPort } from '../text/address';
import type { Check } from './types';
import { toMessage } from './read';
import { checkSelector } from './selectors';

/** What the control plane's webhook says to a PeerAuthentication. */
export const checkPeerAuthentication: Check = ({ spec }, out) => {
  const labels = toMessage(toMessage(spec.selector)?.matchLabels);
  const ports = toMessage(spec.portLevelMtls);
  const keys = Object.keys(ports ?? {});
  if (keys.length > 0 && Object.keys(labels ?? {}).length === 0) {
    out.error('mesh/namespace peer authentication cannot have port level mTLS');
  }
  if (ports && keys.length === 0) {
    out.error('port level mTLS, if defined, must have at least one element');
  }
  for (const key of keys) {
    if (!/^\d{1,10}$/.test(key) || !isPort(Number(key))) {
      out.error('port must be in range 1..65535');
    }
  }
  checkSelector(spec.selector, out);
};
