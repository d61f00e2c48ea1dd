/**
 * From a booted instance to a Ready node: the kubelet joins when it is let in, and the node is Ready when it has a network.
 */
import type { World } from '../../world/world';
import { nameOfNode, lifeOf, type Lack, type Want } from './node-life';
import type { ClusterModel, NodeModel } from './cluster-model';
import type { HealthIssue } from './node-health';
import type { NodeGroupSpec } from './node-group-spec';
import { nodeModeOf } from './node-mode';
import { counted, inWords } from './node-texts';
import { noteMissingEniConfig } from './pod-subnets';
import { whyNotJoined, whyNotReady } from './node-wants';
import { schedule } from './workloads';

/** Lets every node go one step further, if it can; true when all are Ready. */
export function advanceNodes(
  world: World,
  cluster: ClusterModel,
  nodes: readonly NodeModel[],
  kind: NodeGroupSpec['kind'],
): boolean {
  const becameReady = nodes.filter((node) => isPromoted(world, cluster, node, kind));
  if (becameReady.length > 0) {
    reportWaiting(world, cluster, becameReady, 'until then');
    schedule(world, cluster);
  }
  return nodes.every(({ status }) => status === 'Ready');
}

/** What EKS says of nodes that did not get well in time, one issue for each kind of trouble. */
export function healthIssues(
  world: World,
  cluster: ClusterModel,
  nodes: readonly NodeModel[],
): readonly HealthIssue[] {
  const outside = nodes.filter(({ status }) => status === 'Booting').map(({ name }) => name);
  const unwell = nodes.filter(({ status }) => status === 'NotReady');
  const issues: HealthIssue[] = [];
  if (outside.length > 0) {
    const text = 'Instances failed to join the kubernetes cluster';
    issues.push({ code: 'NodeCreationFailure', text, resources: outside });
  }
  const [first] = unwell;
  if (first !== undefined) {
    const resources = unwell.map(({ name }) => name);
    issues.push({ code: 'NodeCreationFailure', text: conditionOf(world, cluster, first), resources });
  }
  return issues;
}

/** The node's condition as `kubectl describe node` shows it (terraform-aws-eks#3497, #1972). */
function conditionOf(world: World, cluster: ClusterModel, node: NodeModel): string {
  const runtime = whyNotReady(world, cluster, node);
  const condition =
    runtime?.want === undefined && !lifeOf(node).isDoomed
      ? (runtime?.what ?? 'kubelet stopped posting node status')
      : 'container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady ' +
        'message:Network plugin returns error: cni plugin not initialized';
  return `Unhealthy nodes in the kubernetes cluster: ${condition}`;
}

/** One step of one node; true when it became Ready. */
function isPromoted(
  world: World,
  cluster: ClusterModel,
  node: NodeModel,
  kind: NodeGroupSpec['kind'],
): boolean {
  const life = lifeOf(node);
  // A group may be deleted while EKS is still busy making it.
  if (life.isDoomed || !cluster.nodes.includes(node)) {
    return false;
  }
  if (node.status === 'Booting') {
    const lack = whyNotJoined(world, cluster, node, kind);
    if (lack !== undefined) {
      remember(world, node, lack);
      return false;
    }
    node.status = 'NotReady';
    life.joinedAt = world.clock.now;
    world.note('node-joined', nameOfNode(node));
    // From here on the kubelet asks for a network; that there is none yet is what a race looks like.
    const unwell = whyNotReady(world, cluster, node);
    if (unwell !== undefined) {
      remember(world, node, unwell);
    }
    return false;
  }
  const lack = whyNotJoined(world, cluster, node, kind) ?? whyNotReady(world, cluster, node);
  if (node.status !== 'NotReady' || lack !== undefined) {
    return false;
  }
  node.status = 'Ready';
  world.note('node-ready', nameOfNode(node));
  noteMissingEniConfig(world, cluster, node);
  return true;
}

function remember(world: World, node: NodeModel, { want, what }: Lack): void {
  const life = lifeOf(node);
  if (want !== undefined && !life.waited.has(want)) {
    life.waited.set(want, { since: world.clock.now, what });
  }
  if (want !== undefined && nodeModeOf(world) === 'strict') {
    life.isDoomed = true;
  }
}

/** Writes down what nodes had to wait for, once per group: on AWS it may well end in a group that fails. */
export function reportWaiting(
  world: World,
  cluster: ClusterModel,
  nodes: readonly NodeModel[],
  howLong: 'until then' | 'for good',
): void {
  const wants = new Set<Want>(nodes.flatMap((node) => [...lifeOf(node).waited.keys()]));
  for (const want of wants) {
    const waiting = nodes.filter((node) => lifeOf(node).waited.has(want));
    const [first] = waiting;
    const waited = first === undefined ? undefined : lifeOf(first).waited.get(want);
    if (first === undefined || waited === undefined) {
      continue;
    }
    const { since, what } = waited;
    const who = `${counted(waiting.length, 'node')} of the node group ${first.group} in the cluster ${cluster.name}`;
    const time = inWords(world.clock.now - since);
    const lacked =
      want === 'node-before-cni' ? `joined without a CNI that works (${what})` : `lacked ${what}`;
    const outcome = howLong === 'for good' ? `had not got it ${time} later` : `got it only after ${time}`;
    world.violate(want, `${cluster.name}/${first.group}`, `${who} ${lacked} and ${outcome}.`);
  }
}
