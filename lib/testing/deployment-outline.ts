/**
 * The order of a deployment in the form that is shown to people: the stages with their resources, and for each
 * resource what it waits for itself, leaving out what follows from that.
 */
import { STAGES_IN_ORDER, STAGE_TITLES } from '../ordering/deployment-stage';
import type { GraphNode, TerraformGraph } from './terraform-graph';

/** A resource and what it waits for. */
export interface OutlineEntry {
  readonly node: GraphNode;
  /** What it waits for directly, without whatever one of these waits for anyway. */
  readonly waitsFor: readonly GraphNode[];
}

/** A stage and its resources, in an order in which they can be created. */
export interface OutlineStage {
  readonly title: string;
  readonly entries: readonly OutlineEntry[];
}

/** The stages of a stack that have resources, in order; resources of no stage come last, as workloads do. */
export function outlineDeployment(graph: TerraformGraph): readonly OutlineStage[] {
  const byAddress = new Map(graph.nodes.map((node) => [node.address, node]));
  const entries = graph
    .waves()
    .flat()
    .filter(({ managed }) => managed)
    .map((node): OutlineEntry => ({ node, waitsFor: essentialDependencies(graph, node, byAddress) }));
  const titles = new Map<string | undefined, string>(
    STAGES_IN_ORDER.map((stage) => [stage, STAGE_TITLES[stage]]),
  );
  return [...titles.set(undefined, 'Beyond the cluster')]
    .map(([stage, title]) => ({ title, entries: entries.filter(({ node }) => node.stage === stage) }))
    .filter((stage) => stage.entries.length > 0);
}

/** The path of a resource as people would say it: the id `Resource` of an L1 says nothing. */
export function readablePath({ path }: GraphNode): string {
  return path.replace(/\/Resource$/, '');
}

/**
 * The outline as text.
 *
 * @param name name of the stack
 * @param graph its graph
 */
export function explainDeployment(name: string, graph: TerraformGraph): string {
  const stages = outlineDeployment(graph);
  const width = Math.max(0, ...graph.resources.map(({ type }) => type.length));
  const lines = [`${name}: ${count(graph.resources.length, 'resource')} in ${count(stages.length, 'stage')}`];
  stages.forEach(({ title, entries }, index) => {
    lines.push('', `${String(index + 1)}. ${title}`);
    for (const { node, waitsFor } of entries) {
      lines.push(`   ${node.type.padEnd(width)}  ${readablePath(node)}`);
      if (waitsFor.length > 0) {
        lines.push(`   ${' '.repeat(width)}    after ${waitsFor.map(readablePath).join(', ')}`);
      }
    }
  });
  return lines.join('\n');
}

function count(number: number, noun: string): string {
  return `${String(number)} ${noun}${number === 1 ? '' : 's'}`;
}

function essentialDependencies(
  graph: TerraformGraph,
  node: GraphNode,
  byAddress: ReadonlyMap<string, GraphNode>,
): readonly GraphNode[] {
  const direct = node.dependsOn;
  const implied = new Set(direct.flatMap((address) => [...graph.upstreamOf(address)]));
  return direct
    .filter((address) => !implied.has(address))
    .map((address) => byAddress.get(address))
    .filter((dependency): dependency is GraphNode => dependency?.managed === true);
}
