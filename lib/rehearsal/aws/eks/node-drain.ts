/**
 * How pods leave a node: asked politely, as budgets allow, or not asked at all.
 */
import type { Call } from '../../engine/rules';
import type { Milliseconds } from '../../world/virtual-clock';
import { MINUTE, SECOND } from '../../world/virtual-clock';
import type { World } from '../../world/world';
import type { ClusterModel, NodeModel, WorkloadModel } from './cluster-model';
import { lifeOf, nameOfNode } from './node-life';
import { nameOfWorkload, noticeOutages } from './workload-outage';
import { schedule } from './workloads';

/** So long EKS tries to evict pods (EKS user guide, managed-node-update-behavior). */
const EVICTION_PATIENCE = 15 * MINUTE;
/** A refused eviction is tried again, and an evicted pod runs elsewhere, after about so long (from memory). */
const EVICTION_ROUND = 10 * SECOND;

/** New pods do not come to these nodes any more. */
export function cordon(nodes: readonly NodeModel[]): void {
  nodes.forEach((node) => {
    lifeOf(node).isCordoned = true;
  });
}

/** Takes it back. */
export function uncordon(world: World, nodes: readonly NodeModel[]): void {
  nodes.forEach((node) => {
    lifeOf(node).isCordoned = false;
    if (node.status === 'Draining') {
      node.status = 'Ready';
      world.note('node-ready', nameOfNode(node));
    }
  });
}

/**
 * Asks all pods to leave some nodes, round by round.
 *
 * @returns false when budgets still hold pods back after EKS's patience
 */
export async function drain(
  call: Call,
  cluster: ClusterModel,
  nodes: readonly NodeModel[],
): Promise<boolean> {
  beginDrain(call.world, nodes);
  const isDone = await call.until(() => drainRound(call.world, cluster, nodes), {
    step: 'draining',
    every: EVICTION_ROUND,
    within: EVICTION_PATIENCE,
  });
  if (isDone) {
    noteDrained(call.world, nodes);
  }
  return isDone;
}

/**
 * The same by hand, as with `kubectl drain`.
 *
 * @param labels of the nodes
 * @param wait lets some time pass
 */
export async function drainByHand(
  world: World,
  cluster: ClusterModel,
  labels: { readonly [name: string]: string },
  wait: (duration: Milliseconds) => Promise<void>,
): Promise<void> {
  const nodes = cluster.nodes.filter((node) =>
    Object.entries(labels).every(([name, value]) => node.labels[name] === value),
  );
  beginDrain(world, nodes);
  const end = world.clock.now + EVICTION_PATIENCE;
  while (!drainRound(world, cluster, nodes)) {
    if (world.clock.now > end) {
      throw new Error(`Budgets hold pods on ${nodes.map(nameOfNode).join(', ')}.`);
    }
    await wait(EVICTION_ROUND);
  }
  noteDrained(world, nodes);
}

function beginDrain(world: World, nodes: readonly NodeModel[]): void {
  cordon(nodes);
  nodes
    .filter(({ status }) => status === 'Ready')
    .forEach((node) => {
      node.status = 'Draining';
      world.note('node-draining', nameOfNode(node));
    });
}

/** Returns whether the nodes were empty before it. */
function drainRound(world: World, cluster: ClusterModel, nodes: readonly NodeModel[]): boolean {
  schedule(world, cluster);
  const areEmpty = podsOn(cluster, nodes) === 0;
  evictRound(world, cluster, nodes);
  return areEmpty;
}

/** Ends the pods of nodes without asking; what a budget should have kept is a violation. */
export function killPods(
  world: World,
  cluster: ClusterModel,
  nodes: readonly NodeModel[],
  because: string,
): void {
  const names = nodes.map(({ name }) => name);
  for (const workload of cluster.workloads) {
    const staying = workload.placement.filter((place) => !names.includes(place));
    const killed = workload.placement.length - staying.length;
    workload.placement = staying;
    if (killed > 0 && !world.ending && staying.length < (workload.minAvailable ?? 0)) {
      world.violate(
        'disruption-budget-broken',
        `${cluster.name}/${nameOfWorkload(workload)}`,
        `${String(killed)} of ${String(workload.replicas)} pods of ${nameOfWorkload(workload)} were ended because ${because}, ` +
          `though its budget keeps ${String(workload.minAvailable)}.`,
      );
    }
  }
  noticeOutages(world, cluster);
  noteDrained(world, nodes);
  schedule(world, cluster);
}

/** Evicts whatever budgets allow at this moment. */
function evictRound(world: World, cluster: ClusterModel, nodes: readonly NodeModel[]): void {
  const names = nodes.map(({ name }) => name);
  cluster.workloads.forEach((workload) => {
    evict(workload, names);
  });
  noticeOutages(world, cluster);
}

function evict(workload: WorkloadModel, nodes: readonly string[]): void {
  const leaving = workload.placement.filter((place) => nodes.includes(place));
  const spare =
    workload.minAvailable === undefined
      ? leaving.length
      : Math.max(0, workload.placement.length - workload.minAvailable);
  leaving.slice(0, spare).forEach((place) => {
    const index = workload.placement.indexOf(place);
    workload.placement = workload.placement.filter((_, position) => position !== index);
  });
}

function podsOn(cluster: ClusterModel, nodes: readonly NodeModel[]): number {
  const names = nodes.map(({ name }) => name);
  return cluster.workloads.flatMap(({ placement }) => placement).filter((place) => names.includes(place))
    .length;
}

function noteDrained(world: World, nodes: readonly NodeModel[]): void {
  nodes.forEach((node) => {
    world.note('node-drained', nameOfNode(node));
  });
}
