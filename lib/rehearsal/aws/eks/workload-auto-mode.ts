/**
 * Auto Mode as far as pods notice it: it starts a node for those that find none.
 */
import { createHash } from 'node:crypto';
import { SECOND } from '../../world/virtual-clock';
import type { World } from '../../world/world';
import { usableNodePools } from './auto-mode';
import type { ClusterModel } from './cluster-model';
import { blockOf, textsOf } from './cluster-model';
import { hasPendingPods } from './workload-placement';

/** From a pending pod to a Ready node (from memory: about a minute). */
const START = 60 * SECOND;
/** The built-in pool for everything; the other one takes only what tolerates its taint. */
const POOL = 'general-purpose';

/** Clusters for which a node is on its way. */
const STARTING = new WeakSet<ClusterModel>();

/** Starts a node when pods wait for one and it could join; asking for one that cannot would never end. */
export function provideAutoModeNodes(world: World, cluster: ClusterModel, whenReady: () => void): void {
  if (STARTING.has(cluster) || !wantsNode(world, cluster)) {
    return;
  }
  STARTING.add(cluster);
  world.clock.later(START, `${cluster.name} Auto Mode`, () => {
    STARTING.delete(cluster);
    if (wantsNode(world, cluster)) {
      addNode(world, cluster);
      whenReady();
    }
  });
}

function wantsNode(world: World, cluster: ClusterModel): boolean {
  const hasNode = cluster.nodes.some(({ origin, status }) => origin === 'auto-mode' && status === 'Ready');
  return (
    cluster.autoMode !== undefined &&
    cluster.status !== 'DELETING' &&
    !hasNode &&
    hasPendingPods(cluster) &&
    usableNodePools(world, cluster).includes(POOL)
  );
}

function addNode(world: World, cluster: ClusterModel): void {
  const count = world.next(`${cluster.region} ${cluster.name} Auto Mode node`);
  const seed = `${cluster.region} ${cluster.name} ${String(count)}`;
  const name = `i-${createHash('sha256').update(seed).digest('hex').slice(0, 17)}`;
  cluster.nodes.push({
    name,
    origin: 'auto-mode',
    group: POOL,
    roleArn: cluster.autoMode?.nodeRoleArn ?? '',
    subnetId: textsOf(blockOf(cluster.object.attributes, 'vpc_config')?.['subnet_ids'])[0] ?? '',
    imageId: undefined,
    version: cluster.version,
    startedAt: world.clock.now - START,
    status: 'Ready',
    labels: { 'eks.amazonaws.com/compute-type': 'auto' },
    taints: [],
  });
  world.note('node-ready', `${POOL}/${name}`);
}
