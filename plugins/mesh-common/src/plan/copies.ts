/** After the name of a policy that is made a second time for new pods. */
export const NEXT_SUFFIX = '-next';

/** After the name of what is made once more for old pods, with a number. */
export const OLD_SUFFIX = '-old';

/** Labels of so many generations of pods are told apart. */
const GENERATIONS = 4;

/** Name of the copy for one of several sorts of old pods, counted from 0. */
export function copyName(name: string, place: number): string {
  return `${name}${OLD_SUFFIX}${place === 0 ? '' : place + 1}`;
}

/** Keys of the copies for old pods that there may be of an object. */
export function listCopies(key: string): string[] {
  return Array.from({ length: GENERATIONS }, (_, place) =>
    copyName(key, place),
  );
}
