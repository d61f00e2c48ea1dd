/**
 * A group of self-managed nodes, synthesized.
 */
import type { SafeEksClusterProps, SelfManagedNodeGroup, SelfManagedNodeGroupOptions } from '../../lib';
import { Ami } from '../../lib';
import type { GraphNode, SynthesizedApp, TerraformGraph } from '../../lib/testing';
import { AMI_ID, newCluster } from './cluster';
import { newApp, newStack, synth } from './synth';

/** What a group rendered. */
export interface RenderedGroup {
  readonly nodes: SelfManagedNodeGroup;
  readonly output: SynthesizedApp;
  readonly graph: TerraformGraph;
  /** The Auto Scaling group. */
  readonly block: GraphNode['block'];
  /** A resource by its path below the group. */
  readonly at: (path: string) => GraphNode;
}

/** A cluster with a group named `own` beside the managed one. */
export function renderedGroup(
  options: Partial<SelfManagedNodeGroupOptions> = {},
  props: Partial<SafeEksClusterProps> = {},
): RenderedGroup {
  const app = newApp();
  const cluster = newCluster(newStack(app), props);
  const nodes = cluster.addSelfManagedNodeGroup('own', { ami: Ami.al2023({ id: AMI_ID }), ...options });
  const output = synth(app);
  const { graph } = output.stack('stack');
  const at = (path: string): GraphNode => graph.at(`Cluster/own/${path}`);
  return { nodes, output, graph, at, block: at('Resource').block };
}
