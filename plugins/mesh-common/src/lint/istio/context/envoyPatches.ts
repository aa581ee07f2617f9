import type { MeshObject } from '../../../objects';
import { isRecord, toRecord, toText } from '../../../evaluate/readJson';
import type { LintContext } from '../../types';
import { toNumber } from './numbers';
import { fullName, groups, specOf, type Fields } from './objects';

/** A patch of an EnvoyFilter. */
export type EnvoyPatch = {
  object: MeshObject;
  path: string;
  operation: string;
  applyTo: string;
  hasPriority: boolean;
  /** An earlier patch with its name is for some versions of the proxy only. */
  isVersioned: boolean;
};

/** Patches in the order of their filters' names; derive it from the context. */
export function listEnvoyPatches(context: LintContext): EnvoyPatch[] {
  const versioned = new Set<string>();
  return [...context.ofKind('EnvoyFilter', groups.networking)]
    .sort((a, b) => (fullName(a) < fullName(b) ? -1 : 1))
    .flatMap(object => {
      const hasPriority = toNumber(specOf(object).priority) !== 0;
      return listWritten(object).map(({ fields, patch, path }) => {
        const name = nameOf(fields, patch);
        const isVersioned = versioned.has(name);
        if (isForVersion(fields)) versioned.add(name);
        return {
          object,
          path,
          operation: toText(patch.operation) ?? '',
          applyTo: toText(fields.applyTo) ?? '',
          hasPriority,
          isVersioned,
        };
      });
    });
}

/** Up to the first that says nothing: what follows it is not applied. */
function listWritten(object: MeshObject) {
  const { configPatches } = specOf(object);
  const written: Array<{ fields: Fields; patch: Fields; path: string }> = [];
  const items: unknown[] = Array.isArray(configPatches) ? configPatches : [];
  for (const [index, item] of items.entries()) {
    const fields = toRecord(item);
    if (!isRecord(fields.patch)) break;
    const path = `spec/configPatches[${index}]`;
    written.push({ fields, patch: fields.patch, path });
  }
  return written;
}

/** Name in the value, or of the filter that a value without a name changes. */
function nameOf({ match }: Fields, { value }: Fields): string {
  if (!isRecord(value) || Object.keys(value).length === 0) return '';
  if (value.name !== undefined) return `value ${JSON.stringify(value.name)}`;
  const { filterChain } = toRecord(toRecord(match).listener);
  const name = toText(toRecord(toRecord(filterChain).filter).name);
  return name ? `filter ${name}` : '';
}

function isForVersion({ match }: Fields): boolean {
  return !!toText(toRecord(toRecord(match).proxy).proxyVersion);
}

const routeTargets = ['ROUTE_CONFIGURATION', 'HTTP_ROUTE'];
const replaceable = ['NETWORK_FILTER', 'HTTP_FILTER', 'VIRTUAL_HOST'];

/** Patches of routes cannot be added or removed, only merged. */
export function isRoute({ applyTo }: EnvoyPatch): boolean {
  return routeTargets.includes(applyTo);
}

export function isReplaceable({ applyTo }: EnvoyPatch): boolean {
  return replaceable.includes(applyTo);
}

/** Whether what a patch does depends on patches before it. */
export function isRelative(patch: EnvoyPatch): boolean {
  switch (patch.operation) {
    case 'REMOVE':
      return !isRoute(patch);
    case 'REPLACE':
      return isReplaceable(patch);
    case 'INSERT_BEFORE':
    case 'INSERT_AFTER':
      return true;
    default:
      return false;
  }
}
