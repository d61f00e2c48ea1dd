/**
 * What the pods of an add-on may do in AWS: by Pod Identity, by the OIDC provider, or else by the role of their node.
 */
import type { World } from '../../world/world';
import { isRoleGone } from './access-checks';
import type { AddonRole } from './addon-catalogue';
import { POD_IDENTITY_AGENT } from './addon-catalogue';
import { argumentOf } from './cluster-arguments';
import type { AddonModel, ClusterModel } from './cluster-model';
import { hasOwnRight, hasRight } from './control-plane-role';

/** What the CNI does with IPv6 instead of `ec2:AssignPrivateIpAddresses`. */
const IPV6_ACTION = 'ec2:AssignIpv6Addresses';

/** Where pods run. */
export interface PodPlace {
  /** Roles of the nodes that they are on, or will be on. */
  readonly nodeRoleArns: readonly string[];
  /** Whether the agent of Pod Identity is part of the node, as with Auto Mode. */
  readonly hasBuiltInAgent: boolean;
}

/** Whether the agent of Pod Identity answers pods on ordinary nodes. */
export function podIdentityAgentRuns(cluster: ClusterModel): boolean {
  const status = cluster.addons.get(POD_IDENTITY_AGENT)?.status;
  return status === 'ACTIVE' || status === 'UPDATING';
}

/** The role that a service account gets through Pod Identity, by a block of the add-on or by a resource of its own. */
export function podIdentityRole(
  world: World,
  cluster: ClusterModel,
  addon: AddonModel,
  { namespace, serviceAccount }: AddonRole,
): string | undefined {
  const association = world.find(
    'aws_eks_pod_identity_association',
    { cluster_name: cluster.name, namespace, service_account: serviceAccount },
    cluster.region,
  );
  const separate = association?.attributes['role_arn'];
  return addon.podIdentityRoles.get(serviceAccount) ?? (typeof separate === 'string' ? separate : undefined);
}

/** Why a role that comes by Pod Identity does not reach the pods; nothing when it does, or when none comes that way. */
export function agentTrouble(
  world: World,
  cluster: ClusterModel,
  addon: AddonModel,
  role: AddonRole,
  where: PodPlace,
): string | undefined {
  const lacksAgent = !where.hasBuiltInAgent && !podIdentityAgentRuns(cluster);
  return lacksAgent && podIdentityRole(world, cluster, addon, role) !== undefined
    ? `${addon.name} gets its role by Pod Identity, and ${POD_IDENTITY_AGENT} does not run`
    : undefined;
}

/**
 * Why the pods of an add-on have not the rights that they need; nothing when they have. With an association or a role of the
 * service account the AWS SDK asks for those credentials only: it does not fall back to the role of the node.
 */
export function permissionTrouble(
  world: World,
  cluster: ClusterModel,
  addon: AddonModel,
  role: AddonRole,
  where: PodPlace,
): string | undefined {
  const trouble = agentTrouble(world, cluster, addon, role, where);
  if (trouble !== undefined) {
    return trouble;
  }
  const own = podIdentityRole(world, cluster, addon, role) ?? addon.serviceAccountRoleArn;
  const needed = isIpv6Cni(cluster, role) ? `a policy that allows ${IPV6_ACTION}` : role.policy;
  if (own !== undefined) {
    return roleSuffices(world, cluster, own, role) ? undefined : `${own} of ${addon.name} lacks ${needed}`;
  }
  const { nodeRoleArns } = where;
  const suffices = nodeRoleArns.some((arn) => roleSuffices(world, cluster, arn, role));
  return suffices || nodeRoleArns.length === 0
    ? undefined
    : `${addon.name} has no role of its own, and ${nodeRoleArns.join(', ')} of the nodes lacks ${needed}`;
}

/** The roles of a cluster's ordinary nodes, there and to come. */
export function nodeRolesOf(cluster: ClusterModel): readonly string[] {
  const groups = [...cluster.nodeGroups.values()].map(({ roleArn }) => roleArn);
  const nodes = cluster.nodes
    .filter(({ origin }) => origin === 'managed-node-group' || origin === 'self-managed')
    .map(({ roleArn }) => roleArn);
  return [...new Set([...groups, ...nodes])];
}

function roleSuffices(world: World, cluster: ClusterModel, roleArn: string, role: AddonRole): boolean {
  if (isRoleGone(world, roleArn)) {
    return false;
  }
  // The managed policy covers IPv4 only ("Configure Amazon VPC CNI plugin to use IRSA"); one of a stack's own may cover IPv6.
  return isIpv6Cni(cluster, role) ? hasOwnRight(world, roleArn, IPV6_ACTION) : hasRight(world, roleArn, role);
}

function isIpv6Cni(cluster: ClusterModel, { serviceAccount }: AddonRole): boolean {
  return (
    serviceAccount === 'aws-node' &&
    argumentOf(cluster.object.attributes, 'kubernetes_network_config', 'ip_family') === 'ipv6'
  );
}
