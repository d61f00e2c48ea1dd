/**
 * How EKS gives a node group other nodes: new ones first, then the old ones away, a few at a time.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/managed-node-update-behavior.html
 */
import type { Call } from '../../engine/rules';
import { MINUTE, SECOND } from '../../world/virtual-clock';
import type { World } from '../../world/world';
import type { ClusterModel, NodeModel } from './cluster-model';
import { unexpectedState } from './cluster-waiter';
import { cordon, drain, killPods, uncordon } from './node-drain';
import type { NodeGroupSpec } from './node-group-spec';
import type { HealthIssue } from './node-health';
import { lastError } from './node-health';
import { advanceNodes, reportWaiting } from './node-joining';
import { launchNodes, terminateNodes } from './node-launch';
import { lifeOf } from './node-life';
import { counted } from './node-texts';

/** A new node has to be Ready within so long of its order (amazon-eks-user-guide#842). */
const NEW_NODE_PATIENCE = 15 * MINUTE;
const NODE_POLL = 30 * SECOND;
/** EKS lets the service controller notice that a node is cordoned before it is terminated. */
const PAUSE_AFTER_DRAIN = 60 * SECOND;

/** An update of the version of a node group. */
export interface Roll {
  readonly cluster: ClusterModel;
  readonly group: string;
  readonly next: NodeGroupSpec;
  /** How many nodes there are to be. */
  readonly desired: number;
  /** How many may be away at once: what the group said before this update. */
  readonly maxUnavailable: number;
  /** Whether pods that cannot be evicted are ended. */
  readonly isForced: boolean;
  /** What the provider waits for. */
  readonly what: string;
}

/** Replaces all nodes that are not made from what the group is to be; a failure leaves those that were not replaced yet. */
export async function rollNodes(call: Call, roll: Roll): Promise<void> {
  const { cluster, group, next, desired, maxUnavailable } = roll;
  const isCurrent = (node: NodeModel): boolean => lifeOf(node).generation === next.generation;
  const old = nodesOf(cluster, group).filter((node) => !isCurrent(node));
  cordon(old);
  // EKS starts up to two nodes for each zone, or as many as may be away. It ends surplus nodes when it is done; here there
  // are never more new nodes than are wanted.
  let wave = Math.max(maxUnavailable, 2 * next.subnetIds.length);
  while (old.length > 0 || nodesOf(cluster, group).length < desired) {
    const missing = desired - nodesOf(cluster, group).filter(isCurrent).length;
    await startWave(call, roll, Math.min(wave, missing));
    wave = maxUnavailable;
    const leaving = old.splice(0, maxUnavailable);
    await takeAway(call, roll, leaving);
  }
}

/** All nodes of a managed node group. */
export function nodesOf(cluster: ClusterModel, group: string): readonly NodeModel[] {
  return cluster.nodes.filter((node) => node.origin === 'managed-node-group' && node.group === group);
}

/** Finds more nodes of a group away at once than its update may take. */
export function judgeUnavailable(
  world: World,
  cluster: ClusterModel,
  group: string,
  maxUnavailable: number,
): void {
  const away = nodesOf(cluster, group).filter(({ status }) => status === 'Draining').length;
  if (away > maxUnavailable) {
    world.violate(
      'too-many-unavailable',
      `${cluster.name}/${group}`,
      `${counted(away, 'node')} of the node group ${group} in the cluster ${cluster.name} were away at once, though its ` +
        `update may take ${String(maxUnavailable)}.`,
    );
  }
}

async function startWave(call: Call, roll: Roll, count: number): Promise<void> {
  if (count <= 0) {
    return;
  }
  const { cluster, group, next } = roll;
  const started = call.world.clock.now;
  const { nodes, issue } = await launchNodes(call, cluster, group, next, count);
  const areReady = await call.until(
    () => issue === undefined && advanceNodes(call.world, cluster, nodes, next.kind),
    {
      step: 'new nodes become Ready',
      every: NODE_POLL,
      within: Math.max(0, started + NEW_NODE_PATIENCE - call.world.clock.now),
    },
  );
  judgeUnavailable(call.world, cluster, group, roll.maxUnavailable);
  if (!areReady) {
    // What is wrong with them shows in the violations; EKS only says that they do not come (terraform-aws-eks#3283).
    reportWaiting(call.world, cluster, nodes, 'for good');
    const text = `Couldn't proceed with upgrade process as new nodes are not joining node group ${group}`;
    const resources = nodes.filter(({ status }) => status !== 'Ready').map(({ name }) => name);
    await giveUp(call, roll, issue ?? { code: 'NodeCreationFailure', text, resources });
  }
}

async function takeAway(call: Call, roll: Roll, leaving: readonly NodeModel[]): Promise<void> {
  if (leaving.length === 0) {
    return;
  }
  const { cluster, group, isForced } = roll;
  const draining = drain(call, cluster, leaving);
  judgeUnavailable(call.world, cluster, group, roll.maxUnavailable);
  const isDrained = await draining;
  if (!isDrained && !isForced) {
    // convox#889, containers-roadmap#1282.
    const text = `Reached max retries while trying to evict pods from nodes in node group ${group}`;
    const resources = leaving.map(({ name }) => name);
    await giveUp(call, roll, { code: 'PodEvictionFailure', text, resources });
  }
  if (!isDrained) {
    killPods(call.world, cluster, leaving, `the update of the node group ${group} was forced`);
  }
  await call.sleep(PAUSE_AFTER_DRAIN, 'after draining');
  await call.takes('ec2:TerminateInstances');
  terminateNodes(call.world, call.region, cluster, leaving);
}

/** The old nodes that are left stay, and new ones go that are too many by that. */
async function giveUp(call: Call, roll: Roll, issue: HealthIssue): Promise<never> {
  const { cluster, group, next, desired } = roll;
  const all = nodesOf(cluster, group);
  const isNew = (node: NodeModel): boolean => lifeOf(node).generation === next.generation;
  uncordon(
    call.world,
    all.filter((node) => !isNew(node)),
  );
  const surplus = all
    .filter(isNew)
    .sort((one, other) => Number(one.status === 'Ready') - Number(other.status === 'Ready'))
    .slice(0, Math.max(0, all.length - desired));
  if (surplus.length > 0) {
    const isDrained = await drain(call, cluster, surplus);
    if (!isDrained) {
      killPods(call.world, cluster, surplus, `a failed update of the node group ${group} was undone`);
    }
    await call.takes('ec2:TerminateInstances');
    terminateNodes(call.world, call.region, cluster, surplus);
  }
  throw unexpectedState(roll.what, 'Successful', 'Failed', lastError([issue]));
}
