import { isAtLeast } from '../../evaluate/version';
import type { ObjectRule, RuleFinding } from '../types';
import { listPolicies, type Policy } from './read/policies';

/** A provider that the mesh does not know makes a deny out of a question. */
export const customProvider: ObjectRule = {
  code: 'MW2026',
  severity: 'error',
  summary: 'External authorizers are known to the mesh, one per workload',
  aliases: ['SEG-CUSTOM-PROVIDER'],
  check: context => {
    const { extensionProviders, istio = '1.29' } = context.options;
    const custom = listPolicies(context).filter(
      ({ action }) => action === 'CUSTOM',
    );
    const unknown = custom
      .filter(
        ({ provider }) =>
          provider &&
          extensionProviders &&
          !extensionProviders.includes(provider),
      )
      .map(({ object, provider }) => ({
        object,
        path: 'spec/provider/name',
        message: `The mesh has no extension provider '${provider}': every request that the rules match is denied. Add it to extensionProviders of the mesh configuration, or correct the name.`,
      }));
    return [
      ...unknown,
      ...(isAtLeast(istio, '1.30') ? [] : findSecond(custom)),
    ];
  },
};

function findSecond(policies: readonly Policy[]): RuleFinding[] {
  const first = new Map<string, Policy>();
  return policies.flatMap(policy => {
    const { namespace, target, object, provider } = policy;
    const key = JSON.stringify([
      namespace,
      Object.entries(target.matchLabels ?? {}).sort(),
      target.targetRefs,
    ]);
    const other = first.get(key);
    if (!other) first.set(key, policy);
    if (!other || other.provider === provider) return [];
    const message = `CUSTOM policy '${other.name}' sends the same workloads to '${other.provider}', this one to '${provider}': the control plane then denies what both match. Use one provider per workload.`;
    return [{ object, path: 'spec/provider/name', message }];
  });
}
