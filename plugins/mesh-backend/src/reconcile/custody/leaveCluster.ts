import type { StoredCustody } from '../../database';
import { describeCustody } from './describeCustody';
import {
  isUninstalling,
  uninstallCluster,
  type UninstallContext,
  type UninstallOutcome,
} from './uninstallCluster';

/**
 * Goes on with taking the product out of a cluster, or says that it was taken
 * out; undefined where it is to stay.
 */
export async function leaveCluster(
  options: Omit<UninstallContext, 'decision'> & { custody?: StoredCustody },
): Promise<UninstallOutcome | undefined> {
  const { custody } = options;
  if (isUninstalling(custody)) {
    return uninstallCluster({ ...options, decision: custody });
  }
  return custody && custody.state !== 'managed'
    ? { message: describeCustody(custody), changes: 0, failed: 0 }
    : undefined;
}
