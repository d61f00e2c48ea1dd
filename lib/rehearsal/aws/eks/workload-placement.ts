/**
 * Where pods find a place. It knows no resources such as memory: what matters to a rehearsal is whether there is any node
 * that takes them.
 */
import type { World } from '../../world/world';
import { mayJoin } from './authentication';
import type { ClusterModel, FargateProfileModel, NodeModel, WorkloadModel } from './cluster-model';
import { takesPods } from './node-life';
import { nameOfWorkload } from './workload-outage';

/** Forgets pods whose node or profile is gone or unwell. */
export function forgetLostPods(cluster: ClusterModel): void {
  for (const workload of cluster.workloads) {
    workload.placement = workload.placement.filter((place) => stillRuns(cluster, place));
  }
}

/** Gives a place to every pod that has none and can have one. */
export function placePods(world: World, cluster: ClusterModel): void {
  for (const workload of cluster.workloads) {
    while (workload.placement.length < workload.replicas) {
      const place =
        workload.runsOn === 'fargate'
          ? placeOnFargate(world, cluster, workload)
          : placeOnNode(cluster, workload);
      if (place === undefined) {
        break;
      }
      workload.placement = [...workload.placement, place];
    }
  }
}

/** Whether a pod of a workload waits for a node. */
export function hasPendingPods(cluster: ClusterModel): boolean {
  return cluster.workloads.some(
    ({ runsOn, placement, replicas }) => runsOn === 'nodes' && placement.length < replicas,
  );
}

/** The node with the fewest pods of the workload, then with the fewest pods at all, then the oldest. */
function placeOnNode(cluster: ClusterModel, workload: WorkloadModel): string | undefined {
  const load = (node: NodeModel, workloads: readonly WorkloadModel[]): number =>
    workloads.flatMap(({ placement }) => placement).filter((place) => place === node.name).length;
  return cluster.nodes
    .filter((node) => node.origin !== 'fargate' && takesPods(node) && isTolerated(node, workload))
    .sort(
      (one, other) =>
        load(one, [workload]) - load(other, [workload]) ||
        load(one, cluster.workloads) - load(other, cluster.workloads),
    )[0]?.name;
}

/** Taints are texts such as `dedicated=batch:NO_SCHEDULE`; a workload tolerates them by key. */
function isTolerated({ taints }: NodeModel, { tolerates = [] }: WorkloadModel): boolean {
  return taints
    .filter((taint) => !/:Prefer_?No_?Schedule$/i.test(taint))
    .every((taint) => tolerates.includes(taint.split('=')[0] ?? ''));
}

/**
 * Fargate launches a pod only for a role that the cluster lets in. A pod that runs already does not notice that its role
 * was forgotten, so this comes to light hours later, when pods are replaced (terraform-aws-eks#2912, #2972).
 */
function placeOnFargate(world: World, cluster: ClusterModel, workload: WorkloadModel): string | undefined {
  const profile = [...cluster.fargateProfiles.values()].find(
    (candidate) => candidate.status === 'ACTIVE' && isSelected(candidate, workload),
  );
  if (profile === undefined) {
    return undefined;
  }
  const subject = `${cluster.name}/${nameOfWorkload(workload)}`;
  if (!mayJoin(cluster, profile.roleArn, 'fargate')) {
    const text =
      `Misconfigured Fargate Profile: fargate profile ${profile.name} blocked for new launches due to: Pod execution ` +
      'role is not found in auth config or does not have all required permissions for launching fargate pods.';
    world.note('fargate-pod-refused', subject, text);
    world.violate('fargate-pod-refused', subject, text);
    return undefined;
  }
  return `fargate/${profile.name}`;
}

/** Namespaces and labels of a selector may hold `*` and `?` (EKS user guide, fargate-profile). */
function isSelected({ selectors }: FargateProfileModel, { namespace, labels }: WorkloadModel): boolean {
  return selectors.some(
    (selector) =>
      matches(selector.namespace, namespace) &&
      Object.entries(selector.labels).every(([name, value]) => matches(value, labels[name] ?? '')),
  );
}

function matches(pattern: string, text: string): boolean {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`).test(text);
}

function stillRuns(cluster: ClusterModel, place: string): boolean {
  const profile = /^fargate\/(.*)$/.exec(place)?.[1];
  if (profile !== undefined) {
    return cluster.fargateProfiles.get(profile)?.status === 'ACTIVE';
  }
  const node = cluster.nodes.find(({ name }) => name === place);
  return node?.status === 'Ready' || node?.status === 'Draining';
}
