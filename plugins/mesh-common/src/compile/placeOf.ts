import { hashText } from '../objects';

/** Hashes that are remembered: those of the callers of a few hubs. */
const MAX_KNOWN = 50_000;

const known = new Map<string, number>();

/**
 * Which of some parts a name belongs to. It follows from the name alone, so
 * that one name less changes one part.
 */
export function placeOf(name: string, parts: number): number {
  return hashOf(name) % parts;
}

function hashOf(name: string): number {
  const found = known.get(name);
  if (found !== undefined) {
    return found;
  }
  if (known.size >= MAX_KNOWN) {
    known.clear();
  }
  const hash = parseInt(hashText(name, 8), 16);
  known.set(name, hash);
  return hash;
}
