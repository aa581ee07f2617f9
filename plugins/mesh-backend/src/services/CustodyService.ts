import type {
  ClusterCustodyResponse,
  TakeOverPreview,
  TakeOverRequest,
  UninstallMode,
  UninstallPreview,
  UninstallRequest,
} from '@meshwright/plugin-mesh-common';
import type { CallOptions } from './MeshService';

type Named = { cluster: string };

/** What the HTTP API can ask for about who manages a cluster. */
export interface CustodyService {
  getCustody(
    request: Named,
    options: CallOptions,
  ): Promise<ClusterCustodyResponse>;
  previewUninstall(
    request: Named & { mode: UninstallMode },
    options: CallOptions,
  ): Promise<UninstallPreview>;
  uninstall(
    request: Named & UninstallRequest,
    options: CallOptions,
  ): Promise<ClusterCustodyResponse>;
  /** Ends an uninstallation, or undoes it. */
  manage(
    request: Named & { reason: string },
    options: CallOptions,
  ): Promise<ClusterCustodyResponse>;
  previewTakeOver(
    request: Named,
    options: CallOptions,
  ): Promise<TakeOverPreview>;
  takeOver(
    request: Named & TakeOverRequest,
    options: CallOptions,
  ): Promise<ClusterCustodyResponse>;
  /** What former installations left may go. */
  withdrawLeftovers(
    request: Named & { reason: string },
    options: CallOptions,
  ): Promise<ClusterCustodyResponse>;
}
