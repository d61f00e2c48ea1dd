/**
 * Sorting of a small directed graph of names.
 */

/** Either the names in an order in which every name comes after those it follows, or a cycle among them. */
export type SortResult =
  | { readonly kind: 'sorted'; readonly names: readonly string[] }
  | { readonly kind: 'cycle'; readonly names: readonly string[] };

/**
 * Sorts names so that each stands behind the ones it follows; among names that are free to move, alphabetically,
 * so that the result depends on nothing but the graph.
 *
 * @param follows for each name the names it comes after; names that are not keys themselves are ignored
 */
export function sortByDependencies(follows: ReadonlyMap<string, readonly string[]>): SortResult {
  const waiting = new Map<string, Set<string>>();
  for (const [name, others] of follows) {
    waiting.set(name, new Set(others.filter((other) => follows.has(other))));
  }
  const sorted: string[] = [];
  while (waiting.size > 0) {
    const free = [...waiting.keys()].filter((name) => waiting.get(name)?.size === 0).sort();
    if (free.length === 0) {
      return { kind: 'cycle', names: findCycle(waiting) };
    }
    for (const name of free) {
      waiting.delete(name);
      sorted.push(name);
    }
    for (const others of waiting.values()) {
      for (const name of free) {
        others.delete(name);
      }
    }
  }
  return { kind: 'sorted', names: sorted };
}

/**
 * Follows edges until a name comes up again. Every name that is left waits for another that is left, so this
 * must end in a cycle; it is turned so that it begins with its first name alphabetically.
 */
function findCycle(waiting: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] {
  const path: string[] = [];
  let name = [...waiting.keys()].sort()[0] ?? '';
  while (!path.includes(name)) {
    path.push(name);
    name = [...(waiting.get(name) ?? [])].sort()[0] ?? '';
  }
  const cycle = path.slice(path.indexOf(name));
  const start = cycle.indexOf([...cycle].sort()[0] ?? '');
  return [...cycle.slice(start), ...cycle.slice(0, start)];
}
