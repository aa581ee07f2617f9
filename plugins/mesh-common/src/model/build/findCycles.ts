type Visit = { node: string; next: number };

/**
 * Groups of more than one node that all lead to each other, each sorted
 * (Tarjan's algorithm, without recursion: graphs may be deep).
 */
export function findCycles(graph: ReadonlyMap<string, string[]>): string[][] {
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const stack: string[] = [];
  const onStack = new Set<string>();
  const cycles: string[][] = [];
  for (const root of graph.keys()) {
    const visits: Visit[] = order.has(root) ? [] : [{ node: root, next: 0 }];
    while (visits.length > 0) {
      const visit = visits[visits.length - 1];
      enter(visit);
      const child = graph.get(visit.node)?.[visit.next];
      visit.next += 1;
      if (child === undefined) {
        leave(visit.node);
        visits.pop();
        lower(visits[visits.length - 1]?.node, lowest.get(visit.node));
      } else if (!order.has(child)) {
        visits.push({ node: child, next: 0 });
      } else if (onStack.has(child)) {
        lower(visit.node, order.get(child));
      }
    }
  }
  return cycles;

  function enter({ node }: Visit) {
    if (!order.has(node)) {
      order.set(node, order.size);
      lowest.set(node, order.size - 1);
      stack.push(node);
      onStack.add(node);
    }
  }

  function lower(node: string | undefined, by: number | undefined) {
    if (node !== undefined && by !== undefined) {
      lowest.set(node, Math.min(lowest.get(node) ?? by, by));
    }
  }

  function leave(node: string) {
    if (lowest.get(node) !== order.get(node)) {
      return;
    }
    const members = stack.splice(stack.lastIndexOf(node));
    members.forEach(member => onStack.delete(member));
    if (members.length > 1) {
      cycles.push(members.sort());
    }
  }
}
