/**
 * All subsets of a short list, without the empty one. Of a long list those of
 * one item, those that lack one, and drawn ones; the same for the same seed.
 */
export function listSubsets<T>(
  items: readonly T[],
  options: { exhaustive: number; samples: number; seed: number },
): T[][] {
  const { exhaustive, samples, seed } = options;
  if (items.length <= exhaustive) {
    return Array.from({ length: 2 ** items.length - 1 }, (_, number) =>
      items.filter(
        (__, place) => Math.floor((number + 1) / 2 ** place) % 2 === 1,
      ),
    );
  }
  const subsets: T[][] = [[...items]];
  const half = Math.floor(samples / 4);
  for (const [place, item] of items.entries()) {
    if (place >= half) break;
    subsets.push([item], items.toSpliced(place, 1));
  }
  const toss = createCoin(seed);
  while (subsets.length < samples) subsets.push(items.filter(toss));
  return subsets;
}

/** Heads or tails, in the same order for the same seed. */
function createCoin(seed: number): () => boolean {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >= 2 ** 31;
  };
}
