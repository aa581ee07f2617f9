/** A line of text, and whether the other side has it. */
export type Line = { text: string; differs: boolean };

/** Texts of more lines are shown without marks. */
const MAX_LINES = 1_000;

/** Marks the lines that are not common to both texts, in order. */
export function diffLines(left: string, right: string): [Line[], Line[]] {
  const a = left.split('\n');
  const b = right.split('\n');
  if (a.length > MAX_LINES || b.length > MAX_LINES) {
    return [a.map(same), b.map(same)];
  }
  const lengths = commonLengths(a, b);
  const marked: [Line[], Line[]] = [[], []];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      marked[0].push(same(a[i++]));
      marked[1].push(same(b[j++]));
    } else if (
      j === b.length ||
      (i < a.length && lengths[i + 1][j] >= lengths[i][j + 1])
    ) {
      marked[0].push({ text: a[i++], differs: true });
    } else {
      marked[1].push({ text: b[j++], differs: true });
    }
  }
  return marked;
}

function same(text: string): Line {
  return { text, differs: false };
}

/** `[i][j]`: length of the longest common run of a from i and b from j. */
function commonLengths(a: string[], b: string[]): number[][] {
  const lengths = Array.from({ length: a.length + 1 }, () =>
    new Array<number>(b.length + 1).fill(0),
  );
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      lengths[i][j] =
        a[i] === b[j]
          ? lengths[i + 1][j + 1] + 1
          : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
    }
  }
  return lengths;
}
