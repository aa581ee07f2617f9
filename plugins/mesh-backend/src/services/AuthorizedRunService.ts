import type {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import {
  meshClusterProvisionPermission,
  meshClusterReadPermission,
  meshClusterRetirePermission,
  meshClusterVerifyPermission,
  type RunKind,
} from '@meshwright/plugin-mesh-common';
import {
  AuthorizeResult,
  type BasicPermission,
} from '@backstage/plugin-permission-common';
import type { CallOptions } from './MeshService';
import type { RunService } from './RunService';

/** What it takes to start, cancel or resume a run. */
const PERMISSIONS: Record<RunKind, BasicPermission> = {
  provision: meshClusterProvisionPermission,
  verify: meshClusterVerifyPermission,
  retire: meshClusterRetirePermission,
};

/** Asks the permission framework before handing over to the real service. */
export class AuthorizedRunService implements RunService {
  readonly #service: RunService;
  readonly #permissions: PermissionsService;

  static create(options: {
    service: RunService;
    permissions: PermissionsService;
  }): RunService {
    return new AuthorizedRunService(options);
  }

  private constructor(options: {
    service: RunService;
    permissions: PermissionsService;
  }) {
    this.#service = options.service;
    this.#permissions = options.permissions;
  }

  readonly previewCluster: RunService['previewCluster'] = async (
    request,
    options,
  ) => {
    await this.#require(meshClusterReadPermission, options.credentials);
    return this.#service.previewCluster(request, options);
  };

  readonly exportCluster: RunService['exportCluster'] = async (
    request,
    options,
  ) => {
    await this.#require(meshClusterReadPermission, options.credentials);
    return this.#service.exportCluster(request, options);
  };

  readonly startRun: RunService['startRun'] = async (request, options) => {
    await this.#require(PERMISSIONS[request.kind], options.credentials);
    return this.#service.startRun(request, options);
  };

  readonly listRuns: RunService['listRuns'] = async (request, options) => {
    await this.#require(meshClusterReadPermission, options.credentials);
    return this.#service.listRuns(request, options);
  };

  readonly getRun: RunService['getRun'] = async (request, options) => {
    await this.#require(meshClusterReadPermission, options.credentials);
    return this.#service.getRun(request, options);
  };

  readonly listEvents: RunService['listEvents'] = async (request, options) => {
    await this.#require(meshClusterReadPermission, options.credentials);
    return this.#service.listEvents(request, options);
  };

  readonly cancelRun: RunService['cancelRun'] = async (request, options) => {
    await this.#requireForRun(request, options);
    return this.#service.cancelRun(request, options);
  };

  readonly resumeRun: RunService['resumeRun'] = async (request, options) => {
    await this.#requireForRun(request, options);
    return this.#service.resumeRun(request, options);
  };

  /** What it takes depends on the run, which only some may know of. */
  async #requireForRun(request: { id: string }, options: CallOptions) {
    await this.#require(meshClusterReadPermission, options.credentials);
    const { kind } = await this.#service.getRun(request, options);
    await this.#require(PERMISSIONS[kind], options.credentials);
  }

  async #require(
    permission: BasicPermission,
    credentials: BackstageCredentials,
  ) {
    const [decision] = await this.#permissions.authorize([{ permission }], {
      credentials,
    });
    if (decision.result !== AuthorizeResult.ALLOW) {
      throw new NotAllowedError(`Requires the permission '${permission.name}'`);
    }
  }
}
