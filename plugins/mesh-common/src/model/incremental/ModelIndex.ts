import { type Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { groupBy } from '../build/groupBy';
import { isDeclared } from '../read/readDeclaration';
import { readOnce } from '../read/readOnce';
import type {
  Approval,
  Declaration,
  LastGood,
  MeshInput,
  MeshModel,
  Workload,
} from '../types';

/** Who has to do with whom in an input, by full references. */
export class ModelIndex {
  readonly entities = new Map<string, Entity>();
  /** Entities that need a reference. */
  readonly consumers = new Map<string, Set<string>>();
  /** Entities that say that they provide an API. */
  readonly providers = new Map<string, Set<string>>();
  lastGood: ReadonlyMap<string, LastGood>;
  readonly approvals: ReadonlyMap<string, Approval[]>;
  readonly workloads: Map<string, Workload[]>;
  /** Entities that share a service account with another one. */
  readonly siblings = new Map<string, Set<string>>();
  /** False where references are not unique. */
  readonly isUnique: boolean;

  constructor(input: MeshInput, model: MeshModel) {
    for (const entity of input.entities) {
      this.entities.set(stringifyEntityRef(entity), entity);
    }
    this.isUnique = this.entities.size === input.entities.length;
    this.lastGood = new Map(input.lastGood.map(row => [row.entityRef, row]));
    this.approvals = groupBy(input.approvals, item => item.consumerRef);
    this.workloads = groupBy(model.workloads, item => item.entityRef);
    for (const entity of input.entities) {
      this.#addAll(declarationOf(entity));
    }
    input.lastGood.forEach(row => this.#addAll(row.declaration));
    const users = groupBy(model.workloads, accountOf);
    for (const group of users.values()) {
      const refs = new Set(group.map(item => item.entityRef));
      for (const ref of refs.size > 1 ? refs : []) {
        const known = this.siblings.get(ref) ?? new Set<string>();
        refs.forEach(other => known.add(other));
        this.siblings.set(ref, known);
      }
    }
  }

  /** What an entity says to need now and needed when it was last readable. */
  needsOf(entityRef: string): string[] {
    const entity = this.entities.get(entityRef);
    const declared = entity && declarationOf(entity);
    const before = this.lastGood.get(entityRef)?.declaration;
    return [declared, before].flatMap(
      item => item?.needs.map(need => need.targetRef) ?? [],
    );
  }

  /** Other things are known from before. */
  remember(lastGood: readonly LastGood[]) {
    this.lastGood = new Map(lastGood.map(row => [row.entityRef, row]));
  }

  /** An entity says something else now, or did when it was last readable. */
  replace(entityRef: string, entity: Entity) {
    const before = this.entities.get(entityRef);
    const gone = before && declarationOf(before);
    gone?.needs.forEach(({ targetRef }) =>
      this.consumers.get(targetRef)?.delete(entityRef),
    );
    this.entities.set(entityRef, entity);
    this.#addAll(declarationOf(entity));
    this.#addAll(this.lastGood.get(entityRef)?.declaration);
  }

  #addAll(declaration: Declaration | undefined) {
    if (!declaration) {
      return;
    }
    const { entityRef, needs, providesApis } = declaration;
    needs.forEach(({ targetRef }) => add(this.consumers, targetRef, entityRef));
    providesApis.forEach(api => add(this.providers, api, entityRef));
  }
}

function declarationOf(entity: Entity): Declaration | undefined {
  return isDeclared(entity) ? readOnce(entity).declaration : undefined;
}

function accountOf({ cluster, namespace, serviceAccount }: Workload): string {
  return `${cluster}/${namespace}/${serviceAccount}`;
}

function add(map: Map<string, Set<string>>, key: string, value: string) {
  const known = map.get(key);
  if (known) {
    known.add(value);
  } else {
    map.set(key, new Set([value]));
  }
}
