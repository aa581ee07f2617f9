import { ConflictError } from '@backstage/errors';
import { isObject } from './readKubeconfig';

/** The application that every AKS cluster with Entra sign-in trusts. */
export const AKS_SERVER_APP = '6dae42f8-4368-4678-94ff-3960e28e3630';

/**
 * Whether the user of a kubeconfig signs in with Microsoft Entra ID. Throws
 * for any other program to run: nothing that a server names is ever run.
 */
export function needsEntraToken(user: Record<string, unknown>): boolean {
  const { exec, 'auth-provider': provider } = user;
  if (isObject(exec)) {
    const command = String(exec.command).replace(/^.*[\\/]/, '');
    if (!/^kubelogin(\.exe)?$/.test(command)) {
      throw new ConflictError(
        `The kubeconfig that Azure sent wants to run '${command}', which is not done`,
      );
    }
    const args: unknown[] = Array.isArray(exec.args) ? exec.args : [];
    checkServer(
      args[args.indexOf('--server-id') + 1],
      args.includes('--server-id'),
    );
    return true;
  }
  if (isObject(provider)) {
    const config = isObject(provider.config) ? provider.config : {};
    if (provider.name !== 'azure') {
      throw new ConflictError(
        `The kubeconfig that Azure sent signs in with '${String(
          provider.name,
        )}', which is not known`,
      );
    }
    checkServer(config['apiserver-id'], 'apiserver-id' in config);
    return true;
  }
  return false;
}

/** Tokens are made for AKS alone, whatever a kubeconfig asks for. */
function checkServer(id: unknown, isGiven: boolean) {
  if (isGiven && id !== AKS_SERVER_APP) {
    throw new ConflictError(
      `The kubeconfig that Azure sent wants a token for '${String(
        id,
      )}'; only AKS with managed Entra integration is supported`,
    );
  }
}
