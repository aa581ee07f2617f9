import {
  isHeldBy,
  type Leftovers,
  listHeld,
  type MeshObject,
  objectKey,
} from '@meshwright/plugin-mesh-common';

const NAMED = 100;

/** Objects of former installations, told apart by whether we want them. */
export function splitFormer(options: {
  objects: readonly MeshObject[];
  former: readonly string[];
  /** Keys of what is declared here. */
  wanted: ReadonlySet<string>;
}): { taken: MeshObject[]; left: MeshObject[] } {
  const { objects, former, wanted } = options;
  const held = former.flatMap(instance => listHeld(objects, instance));
  const isWanted = (object: MeshObject) => wanted.has(objectKey(object));
  return {
    taken: held.filter(isWanted),
    left: held.filter(object => !isWanted(object)),
  };
}

/** What of former installations nothing here declares, for a page. */
export function listLeftovers(
  left: readonly MeshObject[],
): Leftovers | undefined {
  return left.length === 0
    ? undefined
    : {
        total: left.length,
        objects: left.map(describeObject).sort().slice(0, NAMED),
      };
}

/** `Kind namespace/name`. */
function describeObject({ kind, metadata }: MeshObject): string {
  const { namespace, name } = metadata;
  return `${kind} ${namespace ? `${namespace}/` : ''}${name}`;
}

/** Whose of these installations an object is. */
export function holderOf(
  object: MeshObject,
  former: readonly string[],
): string | undefined {
  return former.find(instance => isHeldBy(object, instance));
}
