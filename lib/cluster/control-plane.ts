/**
 * The arguments of a control plane.
 */
import type { EksClusterConfig } from '@cdktf/provider-aws/lib/eks-cluster';
import type { Construct } from 'constructs';
import { AutoMode } from '../auto-mode/auto-mode';
import type { SafeEksClusterProps } from './cluster-options';
import { SupportType } from './cluster-options';
import { availabilityZoneCondition } from './eks-network';
import { EndpointAccess } from './endpoint-access';
import type { ISafeEksCluster } from './i-safe-eks-cluster';
import { liveConditions } from './live-cluster';
import { surveyOf } from './network-of-nodes';
import { UpgradeFrom } from './upgrade-from';

/** Arguments that only matter at creation: a difference in them later would replace the cluster. */
const CREATE_ONLY = [
  'bootstrap_self_managed_addons',
  'access_config[0].bootstrap_cluster_creator_admin_permissions',
];

/** What the arguments are made from: a cluster as far as it is there before its resource. */
export interface ControlPlaneParts extends ISafeEksCluster {
  readonly clusterRoleArn: string;
  readonly encryptionKeyArn?: string;
}

/** All arguments, with what each plan compares with the live cluster. */
export function controlPlaneConfig(
  cluster: Construct & ControlPlaneParts,
  props: SafeEksClusterProps,
): EksClusterConfig {
  const endpoint = props.endpointAccess ?? EndpointAccess.PRIVATE;
  const autoMode = props.autoMode ?? AutoMode.disabled();
  const switches = autoMode._switches(cluster.autoModeNodeRoleArn);
  const { controlPlaneVersion, authentication, encryptionKeyArn } = cluster;
  const { securityGroupIds, provider } = props;
  const survey = surveyOf(cluster, props.network, { live: cluster._live, securityGroupIds, provider });
  const conditions = [
    ...(survey?.conditions ?? availabilityZoneCondition(cluster, props.network, provider)),
    ...liveConditions(cluster.node.path, cluster._live, {
      version: controlPlaneVersion,
      upgradeFrom: props.upgradeFrom ?? UpgradeFrom.live(),
      authentication,
      autoMode,
    }),
  ];
  return {
    name: props.clusterName,
    roleArn: cluster.clusterRoleArn,
    version: controlPlaneVersion.version,
    bootstrapSelfManagedAddons: false,
    deletionProtection: props.deletionProtection ?? true,
    enabledClusterLogTypes: cluster.logTypes,
    accessConfig: {
      authenticationMode: authentication.mode,
      // Without entries there is nobody else; it only matters at creation.
      bootstrapClusterCreatorAdminPermissions: !authentication.hasEntries,
    },
    computeConfig: switches.computeConfig,
    storageConfig: switches.storageConfig,
    kubernetesNetworkConfig: {
      ipFamily: cluster.ipFamily,
      serviceIpv4Cidr: props.serviceIpv4Cidr,
      elasticLoadBalancing: switches.elasticLoadBalancing,
    },
    encryptionConfig:
      encryptionKeyArn === undefined
        ? undefined
        : { provider: { keyArn: encryptionKeyArn }, resources: ['secrets'] },
    upgradePolicy: { supportType: props.supportType ?? SupportType.STANDARD },
    vpcConfig: {
      subnetIds: props.network.controlPlaneSubnetIds,
      securityGroupIds: props.securityGroupIds ?? [],
      endpointPrivateAccess: true,
      endpointPublicAccess: endpoint.publicAccess,
      publicAccessCidrs: endpoint.publicAccess ? endpoint.publicCidrs : undefined,
    },
    zonalShiftConfig: { enabled: props.zonalShift ?? false },
    tags: cluster.tags,
    timeouts: { create: '30m', update: '60m', delete: '15m', ...props.timeouts },
    lifecycle: {
      preventDestroy: props.preventDestroy ?? true,
      ignoreChanges: [...CREATE_ONLY, ...autoMode._ignoredChanges],
      precondition: conditions.length === 0 ? undefined : conditions,
    },
    provider: props.provider,
  };
}
