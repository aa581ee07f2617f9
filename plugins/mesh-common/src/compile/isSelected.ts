import type { EntitySelector, Workload } from '../model/types';

/** True when a selector of the platform is about a workload; absent: any. */
export function isSelected(
  selector: EntitySelector | undefined,
  workload: Workload,
): boolean {
  if (!selector) {
    return true;
  }
  const { not, ...keys } = selector;
  const facts: Record<keyof typeof keys, string[]> = {
    ref: [workload.entityRef],
    lifecycle: toList(workload.lifecycle),
    tier: toList(workload.tier),
    system: toList(workload.system),
    domain: toList(workload.domain),
    owner: toList(workload.owner),
    tags: workload.tags ?? [],
  };
  const fits = Object.entries(facts).every(([key, values]) => {
    const wanted = keys[key as keyof typeof keys];
    return !wanted || wanted.some(want => values.some(v => isLike(want, v)));
  });
  return fits && !(not && isSelected(not, workload));
}

function toList(value: string | undefined): string[] {
  return value === undefined ? [] : [value];
}

/** `*` stands for any text; the pieces between are looked for in order. */
function isLike(pattern: string, text: string): boolean {
  const [first, ...others] = pattern.split('*');
  const last = others.pop();
  if (last === undefined) {
    return pattern === text;
  }
  if (!text.startsWith(first)) {
    return false;
  }
  let from = first.length;
  for (const piece of others) {
    const found = text.indexOf(piece, from);
    if (found < 0) {
      return false;
    }
    from = found + piece.length;
  }
  return text.length - last.length >= from && text.endsWith(last);
}
