import type { MeshCluster } from '@meshwright/plugin-mesh-node';

/** A way to change objects that is wrong: they go, then they are made anew. */
export function makeAnew(cluster: MeshCluster): MeshCluster {
  return new Proxy(cluster, {
    get: (target, name) =>
      name === 'apply'
        ? async (...[change, options]: Parameters<MeshCluster['apply']>) => {
            if (change.type !== 'update') {
              return target.apply(change, options);
            }
            const { live, desired, key } = change;
            const object = { target: 'object', key } as const;
            await target.apply({ ...object, type: 'delete', live }, options);
            return target.apply(
              { ...object, type: 'create', desired },
              options,
            );
          }
        : bind(target, Reflect.get(target, name)),
  });
}

function bind(target: object, value: unknown): unknown {
  return typeof value === 'function' ? value.bind(target) : value;
}
