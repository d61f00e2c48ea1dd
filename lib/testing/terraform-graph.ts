/**
 * The graph that Terraform will walk, read from a synthesized configuration: references and `depends_on`.
 */

/** A resource or data source of a configuration. */
export interface GraphNode {
  /** Its address, such as `aws_eks_cluster.Cluster_EB0386A7` or `data.aws_ami.Image`. */
  readonly address: string;
  /** Its type, such as `aws_eks_cluster`. */
  readonly type: string;
  /** False for a data source. */
  readonly managed: boolean;
  /** Path of the construct within its stack, such as `Cluster/Resource`. */
  readonly path: string;
  /** The stage of the deployment that it belongs to, where it joined one. */
  readonly stage: string | undefined;
  /** The block as it was rendered. */
  readonly block: Readonly<Record<string, unknown>>;
  /** Addresses that it refers to or names in `depends_on`, sorted. */
  readonly dependsOn: readonly string[];
}

type Blocks = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;

interface Configuration {
  readonly resource?: Blocks;
  readonly data?: Blocks;
  readonly locals?: Readonly<Record<string, unknown>>;
}

const REFERENCE = /\b(?:data\.)?[a-z][a-z0-9_]*\.[A-Za-z_][\w-]*/g;

/** The graph of one stack. */
export class TerraformGraph {
  /**
   * Reads the graph of a stack.
   *
   * @param configuration the parsed `cdk.tf.json`
   */
  public static fromConfiguration(configuration: object): TerraformGraph {
    return new TerraformGraph(configuration);
  }

  /** All resources and data sources, sorted by address. */
  public readonly nodes: readonly GraphNode[];
  private readonly byAddress: ReadonlyMap<string, GraphNode>;

  private constructor(configuration: Configuration) {
    const blocks = [...addressed(configuration.resource, ''), ...addressed(configuration.data, 'data.')];
    const locals = configuration.locals ?? {};
    const known = new Set(blocks.map(({ address }) => address));
    this.nodes = blocks
      .map(({ address, type, managed, block }) => ({
        address,
        type,
        managed,
        path: pathOf(block),
        stage: stageOf(block),
        block,
        dependsOn: referencesOf(block, locals, known, address),
      }))
      .sort((a, b) => (a.address < b.address ? -1 : 1));
    this.byAddress = new Map(this.nodes.map((node) => [node.address, node]));
  }

  /** The managed resources, sorted by address. */
  public get resources(): readonly GraphNode[] {
    return this.nodes.filter((node) => node.managed);
  }

  /**
   * The node whose construct has a path; throws when there is none.
   *
   * @param path path within the stack, such as `Cluster/Resource`
   */
  public at(path: string): GraphNode {
    const node = this.nodes.find((candidate) => candidate.path === path);
    if (node === undefined) {
      const known = this.nodes.map((candidate) => candidate.path).sort();
      throw new Error(`No resource at the path '${path}'. There are:\n${known.join('\n')}`);
    }
    return node;
  }

  /** The nodes of a type, sorted by address. */
  public ofType(type: string): readonly GraphNode[] {
    return this.nodes.filter((node) => node.type === type);
  }

  /**
   * The shortest way from a node to one that it comes after, both included; undefined when it does not.
   *
   * @param from address of the node that waits
   * @param to address of the node that is waited for
   */
  public path(from: string, to: string): readonly string[] | undefined {
    const cameFrom = new Map<string, string | undefined>([[from, undefined]]);
    const queue = [from];
    for (let address = queue.shift(); address !== undefined; address = queue.shift()) {
      if (address === to) {
        return backtrack(cameFrom, to);
      }
      for (const next of this.byAddress.get(address)?.dependsOn ?? []) {
        if (!cameFrom.has(next)) {
          cameFrom.set(next, address);
          queue.push(next);
        }
      }
    }
    return undefined;
  }

  /** Everything that a node comes after, directly or not, without itself. */
  public upstreamOf(address: string): ReadonlySet<string> {
    const found = new Set<string>();
    const queue = [address];
    for (let current = queue.pop(); current !== undefined; current = queue.pop()) {
      for (const next of this.byAddress.get(current)?.dependsOn ?? []) {
        if (!found.has(next)) {
          found.add(next);
          queue.push(next);
        }
      }
    }
    return found;
  }

  /**
   * The nodes in an order in which Terraform could create them: each in the first wave in which everything before it
   * is done.
   */
  public waves(): readonly (readonly GraphNode[])[] {
    const waves: GraphNode[][] = [];
    const done = new Set<string>();
    let waiting = [...this.nodes];
    while (waiting.length > 0) {
      const wave = waiting.filter((node) => node.dependsOn.every((address) => done.has(address)));
      if (wave.length === 0) {
        throw new Error(`Cycle among ${waiting.map(({ address }) => address).join(', ')}`);
      }
      wave.forEach(({ address }) => done.add(address));
      waves.push(wave);
      waiting = waiting.filter((node) => !done.has(node.address));
    }
    return waves;
  }
}

function addressed(
  blocks: Blocks | undefined,
  prefix: string,
): { address: string; type: string; managed: boolean; block: Readonly<Record<string, unknown>> }[] {
  return Object.entries(blocks ?? {}).flatMap(([type, byName]) =>
    Object.entries(byName).map(([name, block]) => ({
      address: `${prefix}${type}.${name}`,
      type,
      managed: prefix === '',
      block,
    })),
  );
}

interface Comment {
  readonly metadata?: { readonly path?: string };
  readonly stage?: string;
}

/** The path below the stack: the stack's own id says nothing within its graph. */
function pathOf(block: Readonly<Record<string, unknown>>): string {
  const path = (block['//'] as Comment | undefined)?.metadata?.path ?? '';
  return path.split('/').slice(1).join('/');
}

function stageOf(block: Readonly<Record<string, unknown>>): string | undefined {
  return (block['//'] as Comment | undefined)?.stage;
}

function referencesOf(
  block: Readonly<Record<string, unknown>>,
  locals: Readonly<Record<string, unknown>>,
  known: ReadonlySet<string>,
  self: string,
): readonly string[] {
  const explicit = block.depends_on;
  const found = new Set(Array.isArray(explicit) ? explicit.map(String) : []);
  const visit = (value: unknown): void => {
    if (typeof value === 'string') {
      if (value.includes('${')) {
        for (const reference of value.match(REFERENCE) ?? []) {
          if (reference.startsWith('local.')) {
            visit(locals[reference.slice('local.'.length)]);
          } else if (known.has(reference)) {
            found.add(reference);
          }
        }
      }
    } else if (value !== null && typeof value === 'object') {
      Object.values(value).forEach(visit);
    }
  };
  Object.entries(block)
    .filter(([key]) => key !== '//' && key !== 'depends_on')
    .forEach(([, value]) => {
      visit(value);
    });
  found.delete(self);
  return [...found].filter((address) => known.has(address)).sort();
}

function backtrack(cameFrom: ReadonlyMap<string, string | undefined>, to: string): readonly string[] {
  const path: string[] = [];
  for (let address: string | undefined = to; address !== undefined; address = cameFrom.get(address)) {
    path.unshift(address);
  }
  return path;
}
