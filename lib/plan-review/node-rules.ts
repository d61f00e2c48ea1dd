/**
 * What must not happen to nodes.
 */
import { at } from './json';
import { minorOf, minorsBetween } from './kubernetes-minor';
import type { PlanChange } from './plan-change';
import type { PlanFinding } from './plan-finding';
import type { PlanUnderReview } from './plan-under-review';
import { finding } from './plan-under-review';

/** What makes EKS replace the nodes of a group; everything else changes without. */
const ROLLING = ['version', 'release_version', 'launch_template'];

/** Node groups. */
export function judgeNodeGroups(plan: PlanUnderReview): readonly PlanFinding[] {
  const groups = plan.ofType('aws_eks_node_group').filter((group) => plan.clusterStays(group));
  return [
    ...groups.flatMap((group) => [
      ...judgeReplacement(group),
      ...judgeUnavailable(group),
      ...judgeForce(group),
      ...judgeVersion(plan, group),
    ]),
    ...judgeTogether(plan, groups.filter(rolls)),
  ];
}

function rolls(group: PlanChange): boolean {
  return group.isReplaced || isRolledInPlace(group);
}

function isRolledInPlace(group: PlanChange): boolean {
  return (
    group.isUpdated && ROLLING.some((name) => group.changes(name) || hasUnknown(at(group.unknown, name)))
  );
}

function hasUnknown(value: unknown): boolean {
  return JSON.stringify(value ?? null).includes('true');
}

function judgeReplacement(group: PlanChange): readonly PlanFinding[] {
  const hasItsName = group.isReplaced && !group.changes('node_group_name');
  if (!group.isDeletedFirst && !hasItsName) {
    return [];
  }
  const how = group.isDeletedFirst
    ? 'is deleted and then created anew'
    : 'cannot be created anew while the old one of its name is there';
  const what = `The node group ${nameOf(group)} ${how}${group.cause}`;
  return [finding('node-group-replaced', group, what, group.replacePaths)];
}

function judgeUnavailable(group: PlanChange): readonly PlanFinding[] {
  const percentage = group.number('update_config', 0, 'max_unavailable_percentage') ?? 0;
  const count = group.number('update_config', 0, 'max_unavailable') ?? 0;
  const desired = group.number('scaling_config', 0, 'desired_size') ?? 0;
  const isTouched =
    group.isCreated || isRolledInPlace(group) || (group.isUpdated && group.changes('update_config'));
  // Of a single node there is no less than all.
  if (!isTouched || desired < 2) {
    return [];
  }
  if (percentage >= 100) {
    const path = 'update_config[0].max_unavailable_percentage';
    return [finding('all-nodes-at-once', group, `The node group ${nameOf(group)} allows 100 %`, [path])];
  }
  const what = `The node group ${nameOf(group)} allows ${String(count)} of ${String(desired)} nodes`;
  return count >= desired
    ? [finding('all-nodes-at-once', group, what, ['update_config[0].max_unavailable'])]
    : [];
}

function judgeForce(group: PlanChange): readonly PlanFinding[] {
  const isForced = at(group.after, 'force_update_version') === true;
  const isTouched = group.isCreated || isRolledInPlace(group) || group.changes('force_update_version');
  return isForced && isTouched && !group.isUnchanged
    ? [
        finding('update-forced', group, `The node group ${nameOf(group)} is updated by force`, [
          'force_update_version',
        ]),
      ]
    : [];
}

function judgeVersion(plan: PlanUnderReview, group: PlanChange): readonly PlanFinding[] {
  const cluster = plan.clusterOf(group);
  const isTouched = !group.isUnchanged || cluster?.isUnchanged === false;
  if (cluster === undefined || group.isDeleted || !isTouched || group.isUnknown('version')) {
    return [];
  }
  const [own, other] = [group.text('version'), cluster.text('version')];
  const behind = minorsBetween(own, other);
  // https://kubernetes.io/releases/version-skew-policy/#kubelet
  const allowed = (minorOf(other) ?? 0) >= 28 ? 3 : 2;
  const what = `The node group ${nameOf(group)} has ${own ?? ''}, the control plane will have ${other ?? ''}`;
  return behind === undefined || (behind >= 0 && behind <= allowed)
    ? []
    : [finding(behind < 0 ? 'nodes-ahead' : 'nodes-left-behind', group, what, ['version'])];
}

/** Groups of one cluster of which neither waits for the other: one finding for each cluster, at its first such group. */
function judgeTogether(plan: PlanUnderReview, groups: readonly PlanChange[]): readonly PlanFinding[] {
  const together = groups.filter((group) =>
    groups.some(
      (other) =>
        other !== group && plan.areOfOneCluster(group, other) && !isOrdered(plan, group.blockAddress, other),
    ),
  );
  return together.flatMap((group) => {
    const [first, ...others] = together.filter((other) => plan.areOfOneCluster(group, other));
    if (first !== group) {
      return [];
    }
    const names = others.map(({ address }) => address).join(', ');
    return [finding('updates-together', group, `${group.address} is updated together with ${names}`)];
  });
}

/** Instances of one block never wait for each other. */
function isOrdered({ configuration }: PlanUnderReview, one: string, { blockAddress }: PlanChange): boolean {
  return (
    one !== blockAddress &&
    (configuration.dependsOn(one, blockAddress) || configuration.dependsOn(blockAddress, one))
  );
}

/** Fargate profiles. */
export function judgeFargateProfiles(plan: PlanUnderReview): readonly PlanFinding[] {
  return plan
    .ofType('aws_eks_fargate_profile')
    .filter((profile) => profile.isDeletedFirst && plan.clusterStays(profile))
    .map((profile) => {
      const name = profile.had('fargate_profile_name') ?? profile.address;
      const what = `The Fargate profile ${name} is deleted and then created anew${profile.cause}`;
      return finding('fargate-profile-replaced', profile, what, profile.replacePaths);
    });
}

/** Whether nodes or pods of a cluster that are there now stay, those on Fargate as well. */
export function hasRunningNodes(plan: PlanUnderReview, part: PlanChange): boolean {
  const isOfNodes = (change: PlanChange): boolean =>
    change.type !== 'aws_eks_access_entry' || /^(EC2|HYBRID)/.test(change.had('type') ?? '');
  return plan
    .ofType('aws_eks_node_group', 'aws_eks_fargate_profile', 'aws_eks_access_entry')
    .some(
      (change) =>
        isOfNodes(change) && !change.isCreated && !change.isDeleted && plan.areOfOneCluster(change, part),
    );
}

function nameOf(group: PlanChange): string {
  return group.text('node_group_name') ?? group.address;
}
