/**
 * What the SDK gives, where everything may be absent, as the plain data that is compared.
 */
import type { Subnet } from '@aws-sdk/client-ec2';
import type {
  AccessEntry,
  Addon,
  AssociatedAccessPolicy,
  Cluster,
  FargateProfile,
  Nodegroup,
} from '@aws-sdk/client-eks';
import type {
  LiveAccessEntry,
  LiveAccessPolicy,
  LiveAddon,
  LiveCluster,
  LiveFargateProfile,
  LiveIssue,
  LiveNodeGroup,
  LiveSubnet,
} from '../../doctor/live-state';

/** A control plane. */
export function liveCluster(cluster: Cluster): LiveCluster {
  const network = cluster.resourcesVpcConfig ?? {};
  const logs = cluster.logging?.clusterLogging ?? [];
  return {
    name: cluster.name ?? '',
    arn: cluster.arn ?? '',
    status: cluster.status ?? '',
    version: cluster.version ?? '',
    vpcId: network.vpcId ?? '',
    subnetIds: network.subnetIds ?? [],
    securityGroupIds: network.securityGroupIds ?? [],
    clusterSecurityGroupId: network.clusterSecurityGroupId,
    publicAccess: network.endpointPublicAccess ?? false,
    privateAccess: network.endpointPrivateAccess ?? false,
    publicCidrs: network.publicAccessCidrs ?? [],
    // A cluster from the time before access entries.
    authenticationMode: cluster.accessConfig?.authenticationMode ?? 'CONFIG_MAP',
    logTypes: logs.filter(({ enabled }) => enabled === true).flatMap(({ types = [] }) => types),
    deletionProtection: cluster.deletionProtection,
    supportType: cluster.upgradePolicy?.supportType,
    keyArn: cluster.encryptionConfig?.[0]?.provider?.keyArn,
    autoMode: cluster.computeConfig?.enabled ?? false,
    autoModePools: cluster.computeConfig?.nodePools ?? [],
    autoModeNodeRoleArn: cluster.computeConfig?.nodeRoleArn,
    issues: issues(cluster.health?.issues),
  };
}

/** An add-on. */
export function liveAddon(addon: Addon): LiveAddon {
  return {
    name: addon.addonName ?? '',
    version: addon.addonVersion ?? '',
    status: addon.status ?? '',
    issues: issues(addon.health?.issues),
  };
}

/** A node group. */
export function liveNodeGroup(group: Nodegroup): LiveNodeGroup {
  return {
    name: group.nodegroupName ?? '',
    version: group.version,
    releaseVersion: group.releaseVersion,
    status: group.status ?? '',
    issues: issues(group.health?.issues),
    subnetIds: group.subnets ?? [],
    nodeRoleArn: group.nodeRole,
    instanceTypes: group.instanceTypes ?? [],
    minSize: group.scalingConfig?.minSize,
    maxSize: group.scalingConfig?.maxSize,
    desiredSize: group.scalingConfig?.desiredSize,
  };
}

/** A Fargate profile. */
export function liveFargateProfile(profile: FargateProfile): LiveFargateProfile {
  return {
    name: profile.fargateProfileName ?? '',
    status: profile.status ?? '',
    issues: issues(profile.health?.issues),
    subnetIds: profile.subnets ?? [],
    podExecutionRoleArn: profile.podExecutionRoleArn,
    selectors: (profile.selectors ?? []).map(({ namespace = '', labels = {} }) => ({ namespace, labels })),
  };
}

/** An access entry, without its policies. */
export function liveEntry(entry: AccessEntry): LiveAccessEntry {
  return {
    principalArn: entry.principalArn ?? '',
    type: entry.type ?? 'STANDARD',
    groups: entry.kubernetesGroups ?? [],
  };
}

/** A policy of an access entry. */
export function livePolicy({ policyArn = '', accessScope }: AssociatedAccessPolicy): LiveAccessPolicy {
  return {
    arn: policyArn,
    scope: accessScope?.type ?? 'cluster',
    namespaces: accessScope?.namespaces ?? [],
  };
}

/** A subnet. */
export function liveSubnet(subnet: Subnet): LiveSubnet {
  return {
    id: subnet.SubnetId ?? '',
    vpcId: subnet.VpcId ?? '',
    zone: subnet.AvailabilityZone ?? '',
    cidr: subnet.CidrBlock ?? '',
    freeAddresses: subnet.AvailableIpAddressCount ?? 0,
    tags: Object.fromEntries((subnet.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value])),
  };
}

function issues(
  reported: readonly { code?: string; message?: string; resourceIds?: string[] }[] | undefined,
): readonly LiveIssue[] {
  return (reported ?? []).map(({ code = 'a problem', message = '', resourceIds = [] }) => ({
    code,
    message,
    resourceIds,
  }));
}
