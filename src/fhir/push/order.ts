/**
 * Nodes in an order in which each stands after those it depends on; nodes that depend on each other in a ring are one group
 * (strongly connected components, Tarjan 1972, without recursion: a chain of messages may be long). Dependencies that are no
 * nodes are left out. The order of the nodes decides where several orders are possible.
 */
export function inOrder<T>(nodes: Iterable<T>, dependenciesOf: (node: T) => Iterable<T>): T[][] {
  const all = new Set(nodes);
  const search = new Search(all, dependenciesOf);
  for (const node of all) search.from(node);
  return search.groups;
}

interface Visit<T> {
  readonly node: T;
  readonly index: number;
  /** Lowest index that is reached from here. */
  low: number;
  readonly dependencies: Iterator<T>;
}

class Search<T> {
  readonly groups: T[][] = [];
  readonly #nodes: ReadonlySet<T>;
  readonly #dependenciesOf: (node: T) => Iterable<T>;
  readonly #visits = new Map<T, Visit<T>>();
  readonly #path: Visit<T>[] = [];
  /** Visited, and not yet in a group. */
  readonly #open: T[] = [];
  readonly #isOpen = new Set<T>();

  constructor(nodes: ReadonlySet<T>, dependenciesOf: (node: T) => Iterable<T>) {
    this.#nodes = nodes;
    this.#dependenciesOf = dependenciesOf;
  }

  from(start: T): void {
    if (this.#visits.has(start)) return;
    this.#enter(start);
    for (let visit = this.#path.at(-1); visit !== undefined; visit = this.#path.at(-1)) {
      const next = visit.dependencies.next();
      if (next.done === true) this.#leave(visit);
      else if (this.#nodes.has(next.value)) this.#follow(visit, next.value);
    }
  }

  #enter(node: T): void {
    const index = this.#visits.size;
    const visit = { node, index, low: index, dependencies: this.#dependenciesOf(node)[Symbol.iterator]() };
    this.#visits.set(node, visit);
    this.#path.push(visit);
    this.#open.push(node);
    this.#isOpen.add(node);
  }

  #follow(from: Visit<T>, node: T): void {
    const known = this.#visits.get(node);
    if (known === undefined) this.#enter(node);
    else if (this.#isOpen.has(node)) from.low = Math.min(from.low, known.index);
  }

  #leave(visit: Visit<T>): void {
    this.#path.pop();
    const above = this.#path.at(-1);
    if (above !== undefined) above.low = Math.min(above.low, visit.low);
    if (visit.low !== visit.index) return;
    const group = this.#open.splice(this.#open.lastIndexOf(visit.node));
    for (const node of group) this.#isOpen.delete(node);
    this.groups.push(group);
  }
}
