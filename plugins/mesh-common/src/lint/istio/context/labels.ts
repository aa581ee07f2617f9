import type { Labels } from './objects';

/** Whether all that is asked for is there; nothing asked is always there. */
export function hasLabels(labels: Labels, wanted: Labels): boolean {
  return Object.entries(wanted).every(
    ([key, value]) => Object.hasOwn(labels, key) && labels[key] === value,
  );
}

/** As kubectl writes a selector: `app=web,tier=front`, sorted. */
export function formatLabels(labels: Labels): string {
  return Object.keys(labels)
    .sort()
    .map(key => `${key}=${labels[key]}`)
    .join(',');
}
