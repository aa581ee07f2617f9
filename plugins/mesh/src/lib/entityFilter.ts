/** Entities that say something about themselves in the mesh. */
export const meshEntityFilter = {
  kind: { $in: ['component', 'resource'] },
  'spec.mesh': { $exists: true },
};
