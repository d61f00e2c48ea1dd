/**
 * The dependencies between resources as Terraform itself sees them, read from `terraform graph`.
 */

/** One dependency: `from` is created after `to` and destroyed before it. */
export interface DependencyEdge {
  readonly from: string;
  readonly to: string;
}

/** A graph of addresses such as `aws_eks_cluster.main`. */
export class DependencyGraph {
  /** Reads the DOT language that `terraform graph` prints, in its short form or one of its long ones. */
  public static parse(dot: string): DependencyGraph {
    const nodes = new Set<string>();
    const edges: DependencyEdge[] = [];
    for (const line of dot.split('\n')) {
      const names = [...line.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map((match) => plainAddress(match[1] ?? ''));
      const [from, to] = names;
      if (from !== undefined && to !== undefined && /^\s*"(?:[^"\\]|\\.)*"\s*->/.test(line)) {
        nodes.add(from).add(to);
        if (from !== to) {
          edges.push({ from, to });
        }
      } else if (from !== undefined && /^\s*"(?:[^"\\]|\\.)*"\s*\[/.test(line)) {
        nodes.add(from);
      }
    }
    return new DependencyGraph([...nodes].sort(), edges);
  }

  private readonly successors = new Map<string, string[]>();

  private constructor(
    public readonly nodes: readonly string[],
    /** Terraform leaves out edges that follow from others: ask `dependsOn` rather than look for one here. */
    public readonly edges: readonly DependencyEdge[],
  ) {
    for (const { from, to } of edges) {
      this.successors.set(from, [...(this.successors.get(from) ?? []), to]);
    }
  }

  /** Whether one address depends on another, directly or through others. Unknown addresses are an error. */
  public dependsOn(from: string, to: string): boolean {
    for (const address of [from, to]) {
      if (!this.nodes.includes(address)) {
        throw new Error(`The graph has no ${address}. It has: ${this.nodes.join(', ')}.`);
      }
    }
    const seen = new Set<string>();
    const open = [from];
    for (let current = open.pop(); current !== undefined; current = open.pop()) {
      for (const next of this.successors.get(current) ?? []) {
        if (next === to) {
          return true;
        }
        if (!seen.has(next)) {
          seen.add(next);
          open.push(next);
        }
      }
    }
    return false;
  }
}

/** `[root] aws_vpc.main (expand)` is `aws_vpc.main`. */
function plainAddress(node: string): string {
  return node
    .replace(/\\"/g, '"')
    .replace(/^\[root\] /, '')
    .replace(/ \((expand|close)\)$/, '');
}
