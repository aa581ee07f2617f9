/** So many items are worked on before others may have a turn. */
const AT_ONCE = 10;

/** Like `flatMap`; between some items it yields. */
export function* inSteps<T, R>(
  items: Iterable<T>,
  make: (item: T) => readonly R[],
): Generator<undefined, R[]> {
  const made: R[] = [];
  let count = 0;
  for (const item of items) {
    for (const one of make(item)) {
      made.push(one);
    }
    count += 1;
    if (count % AT_ONCE === 0) {
      yield;
    }
  }
  return made;
}

/** Like `forEach`; between some items it yields. */
export function* visitInSteps<T>(
  items: Iterable<T>,
  visit: (item: T) => void,
): Generator<undefined, void> {
  yield* inSteps(items, item => {
    visit(item);
    return [];
  });
}

/** What steps come to, without a turn for anybody in between. */
export function finish<R>(steps: Generator<undefined, R>): R {
  for (;;) {
    const { done, value } = steps.next();
    if (done) {
      return value;
    }
  }
}
