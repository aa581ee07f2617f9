/** The rules about objects: many, and not needed where there are no objects. */
export function loadLint() {
  return require('@meshwright/plugin-mesh-common/lint') as typeof import('@meshwright/plugin-mesh-common/lint');
}
