/**
 * Who in a cluster uses a role, and which rights it cannot do without.
 *
 * Sources: Amazon EKS user guide, "Amazon EKS cluster IAM role", "Amazon EKS node IAM role", "Pod execution role", "Auto Mode
 * cluster IAM role"; the provider's documentation of `aws_eks_cluster` asks to keep the attachments until the cluster is gone.
 */
import type { World, WorldObject } from '../../world/world';
import { factsOf, VPC_CNI } from '../eks/addon-catalogue';
import { podIdentityRole } from '../eks/addon-permissions';
import type { AddonModel, ClusterModel } from '../eks/cluster-model';
import { clustersOf } from '../eks/cluster-model';
import { attachedPolicies, attachmentResources, detach, isAttached } from './attachments';
import { inlinePolicies } from './roles';

/** Somebody who uses a role. */
interface Consumer {
  /** Such as "the cluster main". */
  readonly what: string;
  /** Of each group, one policy must be attached. Without groups, anything at all must be left. */
  readonly needs: readonly (readonly string[])[];
}

const CLUSTER_NEEDS = [['AmazonEKSClusterPolicy']];

/** Each needed only while Auto Mode is on. */
const AUTO_MODE_NEEDS = [
  ['AmazonEKSComputePolicy'],
  ['AmazonEKSBlockStoragePolicy'],
  ['AmazonEKSLoadBalancingPolicy'],
  ['AmazonEKSNetworkingPolicy'],
];

const NODE_NEEDS = [
  ['AmazonEKSWorkerNodePolicy', 'AmazonEKSWorkerNodeMinimalPolicy'],
  [
    'AmazonEC2ContainerRegistryPullOnly',
    'AmazonEC2ContainerRegistryReadOnly',
    'AmazonEC2ContainerRegistryPowerUser',
  ],
];

const CNI_NEEDS = [['AmazonEKS_CNI_Policy']];

const FARGATE_NEEDS = [['AmazonEKSFargatePodExecutionRolePolicy']];

/** Detaches a policy and finds who misses it. */
export function detachFromRole(world: World, roleName: string, policyArn: string): void {
  const wasAttached = isAttached(world, roleName, policyArn);
  detach(world, roleName, policyArn);
  if (wasAttached) {
    world.note('policy-detached', roleName, nameOf(policyArn));
    findWhoMisses(world, roleName, policyArn);
  }
}

/** Finds the consumers of a role that cannot do without a policy which it has lost; AWS lets that happen. */
export function findWhoMisses(world: World, roleName: string, policy: string): void {
  const role = world.find('aws_iam_role', { name: roleName });
  if (role === undefined) {
    return;
  }
  const name = nameOf(policy);
  const claimed = attachmentResources(world, roleName, policy);
  for (const { what, needs } of consumersOf(world, role)) {
    const missing = needs.filter(
      (group) => group.includes(name) && !group.some((one) => has(world, roleName, one)),
    );
    const hasNothing =
      needs.length === 0 &&
      attachedPolicies(world, roleName).length === 0 &&
      inlinePolicies(world, role).length === 0;
    // Another resource that still claims the attachment shows that nobody meant to give it up.
    if (missing.length > 0 || hasNothing || claimed.length > 1) {
      world.violate(
        'role-lost-policies',
        `${roleName}/${name}`,
        `${name} was taken from the role ${roleName} while ${what} used it.`,
      );
    }
  }
}

function consumersOf(world: World, role: WorldObject): readonly Consumer[] {
  const { arn } = role.attributes;
  return typeof arn === 'string'
    ? clustersOf(world).flatMap((cluster) => consumersIn(world, cluster, arn))
    : [];
}

function consumersIn(world: World, cluster: ClusterModel, arn: string): readonly Consumer[] {
  const { name, object, status, autoMode, addons, fargateProfiles, nodes } = cluster;
  const of = `of the cluster ${name}`;
  const consumers: Consumer[] = [];
  if (object.attributes['role_arn'] === arn && status !== 'FAILED') {
    const suffix = status === 'DELETING' ? ', which was being deleted,' : '';
    consumers.push({
      what: `the cluster ${name}${suffix}`,
      needs: autoMode === undefined ? CLUSTER_NEEDS : [...CLUSTER_NEEDS, ...AUTO_MODE_NEEDS],
    });
  }
  const [node] = nodes.filter(({ roleArn, origin }) => roleArn === arn && origin !== 'fargate');
  if (node !== undefined) {
    const needsCni = node.origin !== 'auto-mode' && cniUsesNodeRole(world, cluster);
    const needs = needsCni ? [...NODE_NEEDS, ...CNI_NEEDS] : NODE_NEEDS;
    consumers.push({ what: `nodes of ${node.group} ${of}`, needs });
  }
  for (const profile of fargateProfiles.values()) {
    if (profile.roleArn === arn) {
      consumers.push({ what: `the Fargate profile ${profile.name} ${of}`, needs: FARGATE_NEEDS });
    }
  }
  for (const addon of addons.values()) {
    if (rolesOf(world, cluster, addon).includes(arn) && addon.status !== 'DELETING') {
      consumers.push({ what: `the add-on ${addon.name} ${of}`, needs: [] });
    }
  }
  return consumers;
}

function cniUsesNodeRole(world: World, cluster: ClusterModel): boolean {
  const cni = cluster.addons.get(VPC_CNI);
  return cni !== undefined && rolesOf(world, cluster, cni).length === 0;
}

/** The roles that the pods of an add-on get, other than that of their node. */
function rolesOf(world: World, cluster: ClusterModel, addon: AddonModel): readonly string[] {
  const { role } = factsOf(addon.name);
  const separate = role === undefined ? undefined : podIdentityRole(world, cluster, addon, role);
  return [addon.serviceAccountRoleArn, separate, ...addon.podIdentityRoles.values()].filter(
    (arn) => arn !== undefined,
  );
}

function has(world: World, roleName: string, policyName: string): boolean {
  return attachedPolicies(world, roleName).some((arn) => nameOf(arn) === policyName);
}

function nameOf(policyArn: string): string {
  return policyArn.slice(policyArn.lastIndexOf('/') + 1);
}
