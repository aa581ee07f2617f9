import type { ObservedInfrastructure } from './observed';
import { getText, getValue, readItems, readTexts } from './read';

type Lists = Pick<ObservedInfrastructure, 'lists'>;

const LONG_TERM = 'AKSLongTermSupport';

/** Minor versions of Kubernetes of a region, newest first. */
export function readKubernetesVersions({ lists }: Lists) {
  return (lists.kubernetesVersions ?? [])
    .flatMap(item => {
      const version = getText(item, 'version');
      const plans = readTexts(item, 'capabilities.supportPlan');
      return version === undefined
        ? []
        : [
            {
              version,
              isPreview: getValue(item, 'isPreview') === true,
              isStandard:
                plans.length === 0 || plans.some(plan => plan !== LONG_TERM),
            },
          ];
    })
    .sort((a, b) => compareNumbers(b.version, a.version));
}

/**
 * Revisions of the mesh of a region, newest first, with the Kubernetes that
 * each runs on: in general, and where support is for long terms. Older
 * answers know one list only, named `kubernetes`.
 */
export function readMeshRevisions({ lists }: Lists) {
  return (lists.meshRevisions ?? [])
    .filter(item => {
      const name = getText(item, 'name');
      return name === undefined || name === 'istio';
    })
    .flatMap(item => readItems(item, 'properties.meshRevisions'))
    .flatMap(item => {
      const revision = getText(item, 'revision');
      const compatible = readItems(item, 'compatibleWith');
      const versionsOf = (isLongTerm: boolean) =>
        compatible
          .filter(one => (getText(one, 'name') === LONG_TERM) === isLongTerm)
          .flatMap(one => readTexts(one, 'versions'));
      const standard = versionsOf(false);
      return revision === undefined
        ? []
        : [
            {
              revision,
              standard,
              longTerm: [...versionsOf(true), ...standard],
            },
          ];
    })
    .sort((a, b) => compareNumbers(b.revision, a.revision));
}

/** Compares the numbers in two names, such as `1.9` and `1.10`. */
export function compareNumbers(a: string, b: string): number {
  const [left, right] = [a, b].map(text => text.match(/\d+/g) ?? []);
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const difference = Number(left[index] ?? 0) - Number(right[index] ?? 0);
    if (difference !== 0) {
      return difference;
    }
  }
  return 0;
}
