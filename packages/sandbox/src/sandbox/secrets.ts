import { randomBytes } from 'node:crypto';
import { parse, stringify } from 'yaml';

/**
 * What clients of the sandbox sign in with.
 *
 * @public
 */
export type SandboxSecrets = {
  /** For pushing to the Git host. */
  gitPassword: string;
  /** Of the managed identity. */
  identityHeader: string;
  /** Of the user whose kubeconfig Azure gives out for the cluster. */
  kubernetesToken: string;
};

/** Those that are given, and others for the rest. */
export function chooseSecrets(
  given: Partial<SandboxSecrets> = {},
): SandboxSecrets {
  return {
    // No secret: the Git host listens on loopback and holds examples.
    gitPassword: 'sandbox',
    identityHeader: randomBytes(24).toString('hex'),
    kubernetesToken: randomBytes(24).toString('hex'),
    ...given,
  };
}

/** A kubeconfig whose users sign in with a token. */
export function withToken(kubeconfig: string, token: string): string {
  const config = parse(kubeconfig);
  const users = config.users.map(({ name }: { name: string }) => ({
    name,
    user: { token },
  }));
  return stringify({ ...config, users });
}
