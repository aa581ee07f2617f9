import type { ClusterConfig } from '../../model/types';

/** The identity of a service account, as policies name it. */
export function principalOf(
  { trustDomain }: ClusterConfig,
  account: { namespace: string; serviceAccount: string },
): string {
  const { namespace, serviceAccount } = account;
  return `${trustDomain}/ns/${namespace}/sa/${serviceAccount}`;
}
