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

/** What buttons may offer; the routes decide again. */
const administration: AuthorizePermissionRequest[] = [
  { permission: meshBindingCreatePermission },
  { permission: meshNamespaceAdoptPermission },
  { permission: meshRetiringConfirmPermission },
];

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
    const [maySee] = await this.#askAsReader(
      [{ permission: meshClusterReadPermission }],
      options.credentials,
    );
    const { items } = await this.#service.listClusters(options);
    return {
      items: items.map(({ spec, ...cluster }) =>
        maySee && spec ? { ...cluster, spec } : cluster,
      ),
    };
  };

  readonly getOverview: MeshService['getOverview'] = async options => {
    const [bind, adopt, confirmRetiring] = await this.#askAsReader(
      administration,
      options.credentials,
    );
    const overview = await this.#service.getOverview(options);
    return { ...overview, allowed: { bind, adopt, confirmRetiring } };
  };

  readonly getStatus: MeshService['getStatus'] = async (request, options) => {
    const [decide, bind, adopt, confirmRetiring] = await this.#askAsReader(
      [mayDecide(request.entityRef), ...administration],
      options.credentials,
    );
    const { status } = await this.#service.getStatus(request, options);
    return { status, allowed: { decide, bind, adopt, confirmRetiring } };
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

  /** Asks on behalf of who may see the mesh; all in one go. */
  async #askAsReader(
    requests: AuthorizePermissionRequest[],
    credentials: BackstageCredentials,
  ): Promise<boolean[]> {
    const [maySee, ...answers] = await this.#ask(
      [{ permission: meshStatusReadPermission }, ...requests],
      credentials,
    );
    if (!maySee) {
      throw toRefusal(meshStatusReadPermission);
    }
    return answers;
  }

  async #require(
    permission: BasicPermission,
    credentials: BackstageCredentials,
  ) {
    const [isAllowed] = await this.#ask([{ permission }], credentials);
    if (!isAllowed) {
      throw toRefusal(permission);
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

function toRefusal({ name }: BasicPermission): NotAllowedError {
  return new NotAllowedError(`Requires the permission '${name}'`);
}

function mayDecide(resourceRef: string): AuthorizePermissionRequest {
  return { permission: meshRequestDecidePermission, resourceRef };
}
