import type {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import {
  meshBindingCreatePermission,
  meshClusterReadPermission,
  meshClusterReconcilePermission,
  meshInputReadPermission,
  meshNamespaceAdoptPermission,
  meshRequestDecidePermission,
  meshRetiringConfirmPermission,
  meshServiceRegisterPermission,
  meshStatusReadPermission,
} from '@meshwright/plugin-mesh-common';
import {
  type AuthorizePermissionRequest,
  AuthorizeResult,
  type BasicPermission,
} from '@backstage/plugin-permission-common';
import type { MeshService } from './MeshService';

/** Asks the permission framework before handing over to the real service. */
export class AuthorizedMeshService implements MeshService {
  readonly #service: MeshService;
  readonly #permissions: PermissionsService;

  static create(options: {
    service: MeshService;
    permissions: PermissionsService;
  }): MeshService {
    return new AuthorizedMeshService(options);
  }

  private constructor(options: {
    service: MeshService;
    permissions: PermissionsService;
  }) {
    this.#service = options.service;
    this.#permissions = options.permissions;
  }

  readonly listClusters: MeshService['listClusters'] = async options => {
    await this.#require(meshStatusReadPermission, options.credentials);
    const { items } = await this.#service.listClusters(options);
    const [maySee] = await this.#ask(
      [{ permission: meshClusterReadPermission }],
      options.credentials,
    );
    return {
      items: items.map(({ spec, ...cluster }) =>
        maySee && spec ? { ...cluster, spec } : cluster,
      ),
    };
  };

  readonly getOverview: MeshService['getOverview'] = async options => {
    await this.#require(meshStatusReadPermission, options.credentials);
    const overview = await this.#service.getOverview(options);
    const allowed = await this.#readAdministration(options.credentials);
    return { ...overview, allowed };
  };

  readonly getStatus: MeshService['getStatus'] = async (request, options) => {
    await this.#require(meshStatusReadPermission, options.credentials);
    const { status } = await this.#service.getStatus(request, options);
    const [decide] = await this.#ask(
      [mayDecide(request.entityRef)],
      options.credentials,
    );
    const administration = await this.#readAdministration(options.credentials);
    return { status, allowed: { decide, ...administration } };
  };

  readonly ask: MeshService['ask'] = async (request, options) => {
    await this.#require(meshStatusReadPermission, options.credentials);
    return this.#service.ask(request, options);
  };

  readonly preview: MeshService['preview'] = async (request, options) => {
    await this.#require(meshStatusReadPermission, options.credentials);
    return this.#service.preview(request, options);
  };

  readonly getInput: MeshService['getInput'] = async options => {
    await this.#require(meshInputReadPermission, options.credentials);
    return this.#service.getInput(options);
  };

  readonly decide: MeshService['decide'] = async (request, options) => {
    const [isAllowed] = await this.#ask(
      [mayDecide(request.providerRef)],
      options.credentials,
    );
    if (!isAllowed) {
      throw new NotAllowedError(
        `Only the owner of '${request.providerRef}' decides who may use it (permission '${meshRequestDecidePermission.name}')`,
      );
    }
    return this.#service.decide(request, options);
  };

  readonly bind: MeshService['bind'] = async (request, options) => {
    await this.#require(meshBindingCreatePermission, options.credentials);
    return this.#service.bind(request, options);
  };

  readonly registerService: MeshService['registerService'] = async (
    request,
    options,
  ) => {
    await this.#require(meshServiceRegisterPermission, options.credentials);
    return this.#service.registerService(request, options);
  };

  readonly adopt: MeshService['adopt'] = async (request, options) => {
    await this.#require(meshNamespaceAdoptPermission, options.credentials);
    return this.#service.adopt(request, options);
  };

  readonly confirmRetiring: MeshService['confirmRetiring'] = async (
    request,
    options,
  ) => {
    await this.#require(meshRetiringConfirmPermission, options.credentials);
    await this.#service.confirmRetiring(request, options);
  };

  readonly reconcileNow: MeshService['reconcileNow'] = async (
    request,
    options,
  ) => {
    await this.#require(meshClusterReconcilePermission, options.credentials);
    await this.#service.reconcileNow(request, options);
  };

  /** What buttons may offer; the routes decide again. */
  async #readAdministration(credentials: BackstageCredentials) {
    const [bind, adopt, confirmRetiring] = await this.#ask(
      [
        { permission: meshBindingCreatePermission },
        { permission: meshNamespaceAdoptPermission },
        { permission: meshRetiringConfirmPermission },
      ],
      credentials,
    );
    return { bind, adopt, confirmRetiring };
  }

  async #require(
    permission: BasicPermission,
    credentials: BackstageCredentials,
  ) {
    const [isAllowed] = await this.#ask([{ permission }], credentials);
    if (!isAllowed) {
      throw new NotAllowedError(`Requires the permission '${permission.name}'`);
    }
  }

  async #ask(
    requests: AuthorizePermissionRequest[],
    credentials: BackstageCredentials,
  ): Promise<boolean[]> {
    const decisions = await this.#permissions.authorize(requests, {
      credentials,
    });
    return decisions.map(({ result }) => result === AuthorizeResult.ALLOW);
  }
}

function mayDecide(resourceRef: string): AuthorizePermissionRequest {
  return { permission: meshRequestDecidePermission, resourceRef };
}
