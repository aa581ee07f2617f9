import { type Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { parseRef } from '../read/conditions';
import { escape } from '../read/Field';
import type { MeshInput, Need } from '../types';
import type { Claim } from './claims';
import type { Findings } from './Findings';
import type { Placed } from './placeWorkloads';

/** Finds who is behind the reference that a consumer wrote. */
export class Targets {
  readonly #entities: Map<string, Entity>;
  readonly #placed = new Map<string, Placed[]>();
  readonly #providers = new Map<string, Claim[]>();

  readonly claims: Map<string, Claim>;
  readonly findings: Findings;

  constructor(options: {
    input: MeshInput;
    claims: Map<string, Claim>;
    placed: Placed[];
    findings: Findings;
  }) {
    const { input, claims, placed, findings } = options;
    this.claims = claims;
    this.findings = findings;
    this.#entities = new Map(
      input.entities.map(entity => [stringifyEntityRef(entity), entity]),
    );
    for (const item of placed) {
      push(this.#placed, item.workload.entityRef, item);
    }
    for (const claim of claims.values()) {
      for (const api of claim.declaration.providesApis) {
        if (this.provides(claim, api)) {
          push(this.#providers, api, claim);
        }
      }
    }
  }

  /** Workloads in the consumer's cluster that a need is about. */
  find(consumer: Claim, need: Need, cluster: string): Placed[] {
    const claims = this.#claimsOf(consumer, need);
    const placed = claims.flatMap(
      claim => this.#placed.get(claim.declaration.entityRef) ?? [],
    );
    const near = placed.filter(item => item.workload.cluster === cluster);
    if (claims.length > 0 && near.length === 0) {
      this.#report(consumer, need, {
        code: 'MW1103',
        message: `${need.targetRef} does not run in ${cluster}; calls between clusters are not supported yet. Deploy it there, or remove the dependency`,
      });
    }
    return near;
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
    const entity = this.#entities.get(targetRef);
    if (targetRef.startsWith('api:')) {
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
    if (!claim && !entity) {
      this.#reportUnknown(consumer, need);
    } else if (claim?.declaration.kind === 'external-service') {
      return [];
    } else if (!claim && entity?.spec?.type !== 'mesh-cluster') {
      this.#report(consumer, need, {
        code: 'MW1102',
        message: `${targetRef} is not in the mesh, so nothing is made for this dependency. Its owner can add spec.mesh`,
      });
    }
    return claim ? [claim] : [];
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

function push<T>(map: Map<string, T[]>, key: string, value: T) {
  const list = map.get(key);
  if (list) {
    list.push(value);
  } else {
    map.set(key, [value]);
  }
}
