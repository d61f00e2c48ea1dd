/**
 * Whether enough pods of a workload run, and since when they do not.
 */
import type { World } from '../../world/world';
import type { Milliseconds } from '../../world/virtual-clock';
import type { ClusterModel, WorkloadModel } from './cluster-model';
import { takesPods } from './node-life';
import { inWords } from './node-texts';

interface Outage {
  readonly since: Milliseconds;
  readonly running: number;
  /** Everything that it could run on is being taken away on purpose. */
  readonly isMeant: boolean;
}

const OUTAGES = new WeakMap<WorkloadModel, Outage>();

/** How many pods must run: what the budget demands, or one. */
export function needed({ minAvailable, replicas }: WorkloadModel): number {
  return Math.min(minAvailable ?? 1, replicas);
}

/** How people know a workload, such as `shop/web`. */
export function nameOfWorkload({ namespace, name }: WorkloadModel): string {
  return `${namespace}/${name}`;
}

/** Compares what runs with what must run; to be called whenever pods came or went. */
export function noticeOutages(world: World, cluster: ClusterModel): void {
  for (const workload of cluster.workloads) {
    const running = workload.placement.length;
    workload.hasRun ||= running === workload.replicas;
    const outage = OUTAGES.get(workload);
    if (outage === undefined && workload.hasRun && running < needed(workload)) {
      beginOutage(world, cluster, workload);
    } else if (outage !== undefined && running >= needed(workload)) {
      endOutage(world, cluster, workload, outage);
    }
  }
}

function beginOutage(world: World, cluster: ClusterModel, workload: WorkloadModel): void {
  const running = workload.placement.length;
  const isMeant = world.ending || isTakenAway(cluster, workload);
  OUTAGES.set(workload, { since: world.clock.now, running, isMeant });
  world.note('workload-down', subjectOf(cluster, workload), sentence(workload, running));
  if (!isMeant) {
    report(world, cluster, workload, running, `from ${inWords(world.clock.now)} after the start on`);
  }
}

function endOutage(world: World, cluster: ClusterModel, workload: WorkloadModel, outage: Outage): void {
  const length = inWords(world.clock.now - outage.since);
  OUTAGES.delete(workload);
  world.note('workload-up', subjectOf(cluster, workload), `after ${length}`);
  if (outage.isMeant && !world.ending) {
    // It was not the end of the workload: what it ran on was replaced, and not before the old was gone.
    const since = `from ${inWords(outage.since)} after the start on, for ${length}`;
    report(world, cluster, workload, outage.running, since);
  }
}

function report(
  world: World,
  cluster: ClusterModel,
  workload: WorkloadModel,
  running: number,
  when: string,
): void {
  const subject = subjectOf(cluster, workload);
  world.violate(
    'workload-down',
    subject,
    `In the cluster ${cluster.name} ${sentence(workload, running)}, ${when}.`,
  );
}

function sentence(workload: WorkloadModel, running: number): string {
  const pods = `${String(running)} of ${String(workload.replicas)} pods of ${nameOfWorkload(workload)}`;
  return `only ${pods} ran, though ${String(needed(workload))} must`;
}

function subjectOf(cluster: ClusterModel, workload: WorkloadModel): string {
  return `${cluster.name}/${nameOfWorkload(workload)}`;
}

/** Whether a workload is down because the user takes all of the cluster's compute away, as a destroy does. */
function isTakenAway(cluster: ClusterModel, workload: WorkloadModel): boolean {
  if (cluster.status === 'DELETING') {
    return true;
  }
  if (workload.runsOn === 'fargate') {
    return [...cluster.fargateProfiles.values()].every(({ status }) => status === 'DELETING');
  }
  const groups = [...cluster.nodeGroups.values()];
  return (
    !cluster.nodes.some(takesPods) &&
    (cluster.autoMode?.nodePools.length ?? 0) === 0 &&
    groups.every(({ status }) => status === 'DELETING' || status === 'CREATE_FAILED')
  );
}
