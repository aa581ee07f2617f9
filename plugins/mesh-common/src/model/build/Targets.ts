import type { Entity } from '@backstage/catalog-model';
import { parseRef } from '../read/conditions';
import { escape } from '../read/Field';
import type { Need } from '../types';
import type { Claim } from './claims';
import { type Externals, toRemoteService } from './Externals';
import type { Findings } from './Findings';
import { groupBy } from './groupBy';
import type { Placed } from './placeWorkloads';
import { type Provider, toProvider, toRemoteProvider } from './Provider';

/** A cluster, with what runs of an entity there. */
type NearEntry = [string, Provider[]];

/** Finds who is behind the reference that a consumer wrote. */
export class Targets {
  readonly #entities: ReadonlyMap<string, Entity>;
  readonly #providers = new Map<string, Claim[]>();
  /** Workloads by entity, in the order of their keys. */
  readonly #placed: Map<string, Placed[]>;
  /** As providers to others of the same cluster; by its name. */
  readonly #near = new Map<Claim, Map<string, Provider[]>>();

  readonly claims: Map<string, Claim>;
  readonly externals: Externals;
  readonly findings: Findings;

  constructor(options: {
    entities: ReadonlyMap<string, Entity>;
    claims: Map<string, Claim>;
    placed: Placed[];
    externals: Externals;
    findings: Findings;
  }) {
    const { entities, claims, placed, externals, findings } = options;
    this.claims = claims;
    this.externals = externals;
    this.findings = findings;
    this.#entities = entities;
    this.#placed = groupBy(placed, item => item.workload.entityRef);
    for (const items of this.#placed.values()) {
      const near = groupBy(items, item => item.workload.cluster);
      const providers = [...near].map(
        ([cluster, all]): NearEntry => [cluster, all.map(toProvider)],
      );
      this.#near.set(items[0].claim, new Map(providers));
    }
    for (const claim of claims.values()) {
      for (const api of claim.declaration.providesApis) {
        if (this.provides(claim, api)) {
          const known = this.#providers.get(api);
          if (known) {
            known.push(claim);
          } else {
            this.#providers.set(api, [claim]);
          }
        }
      }
    }
  }

  /** Whom a need is about, for consumers in one cluster. */
  find(consumer: Claim, need: Need, cluster: string): Provider[] {
    const claims = this.#claimsOf(consumer, need);
    const find = (claim: Claim) => {
      const near = this.#near.get(claim)?.get(cluster);
      const { entityRef, kind } = claim.declaration;
      if (kind === 'external-service') {
        return this.#findOutside(consumer, need, { entityRef, cluster });
      }
      return near ?? this.#findRemote(consumer, need, { entityRef, cluster });
    };
    return claims.length === 1 ? find(claims[0]) : claims.flatMap(find);
  }

  #findOutside(
    consumer: Claim,
    need: Need,
    { entityRef, cluster }: { entityRef: string; cluster: string },
  ): Provider[] {
    const found = this.externals.find(entityRef, cluster);
    if (!found) {
      this.#report(consumer, need, {
        code: 'MW1104',
        message: `${entityRef} names no hosts and ports that can be read, so nothing is granted. Its owner can add spec.mesh.hosts and spec.mesh.ports`,
      });
    }
    return found ? [found] : [];
  }

  /** Workloads of other clusters, each host once. */
  #findRemote(
    consumer: Claim,
    need: Need,
    { entityRef, cluster }: { entityRef: string; cluster: string },
  ): Provider[] {
    const byKey = new Map<string, Provider>();
    for (const item of this.#placed.get(entityRef) ?? []) {
      const service = toRemoteService(item, cluster);
      const known = service && byKey.get(service.key);
      if (known?.external && service?.addresses) {
        const all = [...(known.external.addresses ?? []), ...service.addresses];
        known.external.addresses = [...new Set(all)].sort();
      } else if (service && !known) {
        byKey.set(service.key, toRemoteProvider(item, service));
      }
    }
    if (byKey.size === 0) {
      this.#report(consumer, need, {
        code: 'MW1103',
        message: `${entityRef} does not run in ${cluster} and exposes itself in no other cluster. Deploy it there, let it expose itself, or remove the dependency`,
      });
    }
    return [...byKey.values()];
  }

  /**
   * True when the owner of the API is the component's. While the API is gone
   * from the catalog, the component that was its provider still is.
   */
  provides(claim: Claim, api: string): boolean {
    const { declaration, entity, lastGood } = claim;
    const found = this.#entities.get(api);
    if (!found) {
      return lastGood?.declaration.providesApis.includes(api) ?? false;
    }
    const owner = ownerOf(found);
    if (owner && owner === declaration.owner) {
      return true;
    }
    if (entity) {
      this.findings.add(declaration, {
        code: 'MW1119',
        pointer: pointerTo(entity, api),
        message: `${declaration.entityRef} provides ${api}, which belongs to ${
          owner ?? 'nobody'
        } and not to ${
          declaration.owner ?? 'its owner'
        }, so nobody reaches it through the API. Give both the same owner`,
      });
    }
    return false;
  }

  #claimsOf(consumer: Claim, need: Need): Claim[] {
    const { targetRef } = need;
    if (targetRef.startsWith('api:')) {
      const entity = this.#entities.get(targetRef);
      const providers = this.#providers.get(targetRef) ?? [];
      const had = consumer.lastGood?.declaration.needs.some(
        old => old.targetRef === targetRef,
      );
      if (!entity) {
        this.#reportUnknown(consumer, need);
      } else if (providers.length === 0) {
        this.#report(consumer, need, {
          code: 'MW1106',
          message: `No component in the mesh provides ${targetRef}. Its owner has to list it in spec.providesApis of a component with spec.mesh`,
        });
      }
      return entity || had ? providers : [];
    }
    const claim = this.claims.get(targetRef);
    if (claim) {
      return [claim];
    }
    const entity = this.#entities.get(targetRef);
    if (!entity) {
      this.#reportUnknown(consumer, need);
    } else if (entity.spec?.type !== 'mesh-cluster') {
      this.#report(consumer, need, {
        code: 'MW1102',
        message: `${targetRef} is not in the mesh, so nothing is made for this dependency. Its owner can add spec.mesh`,
      });
    }
    return [];
  }

  #reportUnknown(consumer: Claim, need: Need) {
    this.#report(consumer, need, {
      code: 'MW1101',
      message: `${need.targetRef} is not in the catalog. Correct the reference, register the entity, or remove the dependency`,
    });
  }

  #report(
    { declaration }: Claim,
    { pointer }: Need,
    finding: Pick<Parameters<Findings['add']>[1], 'code' | 'message'>,
  ) {
    this.findings.add(declaration, { ...finding, pointer });
  }
}

function ownerOf(entity: Entity): string | undefined {
  const owner = entity.spec?.owner;
  const namespace = entity.metadata.namespace ?? 'default';
  return typeof owner === 'string'
    ? parseRef(owner, { kind: 'group', namespace })
    : undefined;
}

function pointerTo(entity: Entity, api: string): string {
  const namespace = entity.metadata.namespace ?? 'default';
  const listed = entity.spec?.providesApis;
  const written = (Array.isArray(listed) ? listed : []).find(
    item =>
      typeof item === 'string' &&
      parseRef(item, { kind: 'api', namespace }) === api,
  );
  return `/spec/providesApis/${escape(String(written ?? api))}`;
}
