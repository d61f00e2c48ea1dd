/**
 * Pods that ought to run all the time, and where they run.
 */
import type { World } from '../../world/world';
import type { ClusterModel, WorkloadModel } from './cluster-model';
import { clustersOf } from './cluster-model';
import { provideAutoModeNodes } from './workload-auto-mode';
import { noticeOutages } from './workload-outage';
import { forgetLostPods, placePods } from './workload-placement';

/** Pods of a kind, as a Deployment makes them. */
export interface WorkloadOptions {
  readonly name: string;
  /** @default default */
  readonly namespace?: string;
  /** @default 2 */
  readonly replicas?: number;
  /**
   * How many pods a PodDisruptionBudget keeps.
   *
   * @default - there is no budget; one pod has to run all the same
   */
  readonly minAvailable?: number;
  /** @default - none */
  readonly labels?: { readonly [name: string]: string };
  /** @default nodes */
  readonly runsOn?: 'nodes' | 'fargate';
  /**
   * Keys of taints that keep its pods away from no node.
   *
   * @default - none
   */
  readonly tolerates?: readonly string[];
}

/** Stands for the name of whichever cluster there is. */
export const EVERY_CLUSTER = '*';

const DECLARED = new WeakMap<World, Map<string, WorkloadOptions[]>>();

/** Says what runs in a cluster, or in every one, now or as soon as the cluster exists. */
export function declareWorkload(world: World, clusterName: string, options: WorkloadOptions): void {
  const declared = DECLARED.get(world) ?? new Map<string, WorkloadOptions[]>();
  declared.set(clusterName, [...(declared.get(clusterName) ?? []), options]);
  DECLARED.set(world, declared);
  clustersOf(world)
    .filter(({ name }) => clusterName === EVERY_CLUSTER || name === clusterName)
    .forEach((cluster) => {
      schedule(world, cluster);
    });
}

/** Finds a place for every pod that has none; to be called whenever nodes come, go or become ready. */
export function schedule(world: World, cluster: ClusterModel): void {
  adopt(world, cluster);
  forgetLostPods(cluster);
  noticeOutages(world, cluster);
  placePods(world, cluster);
  noticeOutages(world, cluster);
  provideAutoModeNodes(world, cluster, () => {
    schedule(world, cluster);
  });
}

/**
 * Lets all Fargate pods start anew, as a new release of their image does: pods that run do not show that the next ones
 * would not.
 */
export function restartPods(world: World, cluster: ClusterModel): void {
  adopt(world, cluster);
  forgetLostPods(cluster);
  cluster.workloads
    .filter(({ runsOn }) => runsOn === 'fargate')
    .forEach((workload) => {
      workload.placement = [];
    });
  placePods(world, cluster);
  noticeOutages(world, cluster);
}

/** A cluster that was made anew under the same name gets its workloads anew. */
function adopt(world: World, cluster: ClusterModel): void {
  const declared = DECLARED.get(world);
  for (const options of [EVERY_CLUSTER, cluster.name].flatMap((name) => declared?.get(name) ?? [])) {
    const workload = modelOf(options);
    const isKnown = cluster.workloads.some(
      ({ namespace, name }) => namespace === workload.namespace && name === workload.name,
    );
    if (!isKnown) {
      cluster.workloads.push(workload);
    }
  }
}

function modelOf(options: WorkloadOptions): WorkloadModel {
  const { name, namespace = 'default', replicas = 2, minAvailable, labels = {} } = options;
  const { runsOn = 'nodes', tolerates = [] } = options;
  return {
    namespace,
    name,
    replicas,
    minAvailable,
    labels,
    runsOn,
    tolerates,
    placement: [],
    hasRun: false,
  };
}
