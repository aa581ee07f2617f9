import { distance } from 'fastest-levenshtein';

const MAX_NAMES = 5;
/** More names are not compared: a person reads the definition instead. */
const MAX_COMPARED = 2000;

/** Those that were most likely meant, the likeliest first. */
export function nearestNames(wanted: string, names: string[]): string[] {
  const short = wanted.slice(0, 200).toLowerCase();
  return names
    .slice(0, MAX_COMPARED)
    .map(name => ({
      name,
      apart: distance(short, name.slice(0, 200).toLowerCase()),
    }))
    .sort((a, b) => a.apart - b.apart || (a.name < b.name ? -1 : 1))
    .slice(0, MAX_NAMES)
    .map(({ name }) => name);
}
