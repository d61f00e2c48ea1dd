/**
 * What each operation of a phase really waited for, and which of them decided how long the phase took.
 */
import type { SynthesizedStack } from '../../testing/synthesized-app';
import type { GraphNode } from '../../testing/terraform-graph';
import type { StackOperation } from '../run/phase';
import type { Milliseconds } from '../world/virtual-clock';

/** An operation with the places of those that it came after. */
export interface WaitingOperation {
  readonly operation: StackOperation;
  /** When it ended; one that was cut off ended with the phase. */
  readonly endedAt: Milliseconds;
  /** The operation that it really waited for: of those that had to be done before it, the one that ended last. */
  readonly waitedFor: number | undefined;
  /** Whether the phase would have been shorter, had it been shorter. */
  readonly isCritical: boolean;
}

/** The resources of a stack as they were before and after a phase. */
export class PhaseGraph {
  private readonly dependencies = new Map<string, readonly string[]>();
  private readonly dependents = new Map<string, readonly string[]>();
  private readonly nodes = new Map<string, GraphNode>();

  /** @param forms the stack before the phase, if there was one, and in the phase */
  public constructor(forms: readonly SynthesizedStack[]) {
    for (const node of forms.flatMap(({ graph }) => graph.nodes)) {
      this.nodes.set(node.address, node);
      this.dependencies.set(node.address, [
        ...(this.dependencies.get(node.address) ?? []),
        ...node.dependsOn,
      ]);
      for (const dependency of node.dependsOn) {
        this.dependents.set(dependency, [...(this.dependents.get(dependency) ?? []), node.address]);
      }
    }
  }

  /** The resource of an address, whichever instance of it is meant. */
  public node(address: string): GraphNode | undefined {
    return this.nodes.get(withoutIndex(address));
  }

  /**
   * The nearest resources on one side of a resource with which something was done. Data sources and what did not change are
   * passed over: who waits for them waits for what they wait for.
   */
  public nearest(
    address: string,
    side: 'dependencies' | 'dependents',
    isOperated: (address: string) => boolean,
  ): readonly string[] {
    const found = new Set<string>();
    const seen = new Set<string>();
    const queue = [...(this[side].get(withoutIndex(address)) ?? [])];
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      if (!seen.has(next)) {
        seen.add(next);
        if (isOperated(next)) {
          found.add(next);
        } else {
          queue.push(...(this[side].get(next) ?? []));
        }
      }
    }
    return [...found];
  }
}

/**
 * Works out who waited for whom.
 *
 * @param operations those of a phase, in the order in which they began
 * @param graphOf the graph of each stack
 * @param phaseEnd when the phase ended
 */
export function waitingOperations(
  operations: readonly StackOperation[],
  graphOf: (stack: string) => PhaseGraph,
  phaseEnd: Milliseconds,
): readonly WaitingOperation[] {
  const ends = operations.map(({ outcome, endedAt }) => (outcome === 'running' ? phaseEnd : endedAt));
  const places = placesByResource(operations);
  /** Of some operations the one that ended last, and of several the one that took longest. */
  const last = (candidates: readonly number[]): number | undefined =>
    candidates.reduce<number | undefined>((best, place) => {
      const end = ends[place] ?? 0;
      const bestEnd = best === undefined ? -1 : (ends[best] ?? 0);
      const isLonger = end === bestEnd && startOf(operations, place) < startOf(operations, best);
      return end > bestEnd || isLonger ? place : best;
    }, undefined);
  const waitedFor = operations.map(({ stack, address, action, startedAt }, place) => {
    const graph = graphOf(stack);
    const side = action === 'delete' ? 'dependents' : 'dependencies';
    const neighbours = graph.nearest(address, side, (other) => places.has(key(stack, other)));
    const before = [withoutIndex(address), ...neighbours]
      .flatMap((other) => places.get(key(stack, other)) ?? [])
      .filter((other) => other < place && (ends[other] ?? 0) <= startedAt)
      // The instances of one resource do not wait for each other.
      .filter(
        (other) => operations[other]?.address === address || neighbours.includes(baseOf(operations, other)),
      );
    return last([...new Set(before)].sort((one, other) => one - other));
  });
  const critical = new Set<number>();
  let place = last(operations.map((_, index) => index));
  while (place !== undefined) {
    critical.add(place);
    const { startedAt = 0 } = operations[place] ?? {};
    const current = place;
    // Stacks follow each other, and a provider may wait for a resource: no graph shows these, but time does.
    place =
      waitedFor[current] ??
      last(
        operations.flatMap((_, index) => (index < current && (ends[index] ?? 0) <= startedAt ? [index] : [])),
      );
  }
  return operations.map((operation, index) => ({
    operation,
    endedAt: ends[index] ?? operation.endedAt,
    waitedFor: waitedFor[index],
    isCritical: critical.has(index),
  }));
}

function placesByResource(operations: readonly StackOperation[]): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  operations.forEach(({ stack, address }, place) => {
    const resource = key(stack, withoutIndex(address));
    places.set(resource, [...(places.get(resource) ?? []), place]);
  });
  return places;
}

function startOf(operations: readonly StackOperation[], place: number | undefined): Milliseconds {
  return place === undefined ? 0 : (operations[place]?.startedAt ?? 0);
}

function baseOf(operations: readonly StackOperation[], place: number): string {
  return withoutIndex(operations[place]?.address ?? '');
}

function key(stack: string, address: string): string {
  return `${stack} ${address}`;
}

/** `count` and `for_each` make many instances of one resource. */
export function withoutIndex(address: string): string {
  return address.replace(/\[.*\]$/, '');
}
