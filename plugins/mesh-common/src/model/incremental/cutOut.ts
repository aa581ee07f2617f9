import type { Entity } from '@backstage/catalog-model';
import { isDeclared } from '../read/readDeclaration';
import { readOnce } from '../read/readOnce';
import type { Binding, MeshInput } from '../types';
import type { ModelIndex } from './ModelIndex';

/** Those of which edges have to be built anew, by full reference. */
export function listAffected(
  index: ModelIndex,
  changed: ReadonlyArray<{ entityRef: string; callers: boolean }>,
): Set<string> {
  const affected = new Set<string>();
  const add = (ref: string) => {
    if (!affected.has(ref)) {
      affected.add(ref);
      // What one of an account may do, all of it must be allowed to.
      index.siblings.get(ref)?.forEach(add);
    }
  };
  for (const { entityRef, callers } of changed) {
    add(entityRef);
    const targets = [entityRef, ...apisOf(index, entityRef)];
    for (const target of callers ? targets : []) {
      index.consumers.get(target)?.forEach(add);
    }
  }
  return affected;
}

/**
 * The part of an input that decides about the edges of some entities: they,
 * whatever they need, and what is known of both.
 */
export function cutOut(
  input: MeshInput,
  index: ModelIndex,
  affected: ReadonlySet<string>,
): MeshInput {
  const refs = new Set(affected);
  for (const ref of affected) {
    for (const target of index.needsOf(ref)) {
      refs.add(target);
      index.providers.get(target)?.forEach(provider => refs.add(provider));
    }
  }
  // What entries of access name is looked up in the APIs of the provider.
  for (const ref of [...refs]) {
    apisOf(index, ref).forEach(api => refs.add(api));
  }
  const entities = [...refs].flatMap(ref => index.entities.get(ref) ?? []);
  const lastGood = [...refs].flatMap(ref => index.lastGood.get(ref) ?? []);
  const approvals = [...affected].flatMap(
    ref => index.approvals.get(ref) ?? [],
  );
  const namespaces = new Set(
    [...refs].flatMap(
      ref => index.workloads.get(ref)?.map(item => item.namespace) ?? [],
    ),
  );
  return {
    ...input,
    entities: [...entities, ...listSystems(index, entities)],
    lastGood,
    approvals,
    bindings: input.bindings.filter(item => isAbout(item, namespaces)),
    stages: [],
  };
}

function apisOf(index: ModelIndex, entityRef: string): string[] {
  const entity = index.entities.get(entityRef);
  return entity && isDeclared(entity)
    ? readOnce(entity).declaration?.providesApis ?? []
    : [];
}

function listSystems(index: ModelIndex, entities: readonly Entity[]): Entity[] {
  const systems = new Set(
    entities.flatMap(entity =>
      isDeclared(entity) ? readOnce(entity).declaration?.system ?? [] : [],
    ),
  );
  return [...systems].flatMap(ref => index.entities.get(ref) ?? []);
}

function isAbout(
  { namespace }: Binding,
  namespaces: ReadonlySet<string>,
): boolean {
  return (
    namespace === undefined ||
    namespace.includes('*') ||
    namespaces.has(namespace.toLocaleLowerCase('en-US'))
  );
}
