/**
 * The public surface, and nothing else.
 */
export { AccessEntry } from './access/access-entry';
export type { AccessEntryProps, AccessGrantOptions } from './access/access-entry';
export { AccessEntryAuth } from './access/access-entry-auth';
export type { AccessEntryAuthProps } from './access/access-entry-auth';
export { AccessEntryType } from './access/access-entry-type';
export { ClusterAuthentication, MigrationStep } from './access/cluster-authentication';
export type { MigrationOptions } from './access/cluster-authentication';
export { AutoMode, AutoModeState, BuiltInNodePool } from './auto-mode/auto-mode';
export type {
  AutoModeEnabledOptions,
  AutoModeMigrationOptions,
  AutoModeOptions,
} from './auto-mode/auto-mode';
export { AccessPolicy, AccessScope } from './access/access-policy';
export { Addon } from './addons/addon';
export { AddonConfiguration, KubeProxyMode } from './addons/addon-configuration';
export type {
  AddonPodOptions,
  AddonToleration,
  CorednsAutoScaling,
  CorednsConfigurationOptions,
  KubeProxyConfigurationOptions,
} from './addons/addon-configuration';
export { AddonName } from './addons/addon-name';
export { ResolveConflicts } from './addons/addon-options';
export type { AddonOptions, AddonProps, AddonTimeouts } from './addons/addon-options';
export { AddonVersion, AddonVersionKind } from './addons/addon-version';
export { Cni } from './addons/cni';
export type { CustomNetworking, VpcCniOptions } from './addons/vpc-cni-options';
export { OrderedAddons } from './addons/ordered-addons';
export type { OrderedAddonsOptions, OrderedAddonsProps } from './addons/ordered-addons';
export { ClusterEncryption, ClusterEncryptionKind } from './cluster/cluster-encryption';
export type { ClusterKeyOptions } from './cluster/cluster-encryption';
export { ClusterLogType } from './cluster/cluster-logging';
export type { ClusterLoggingOptions } from './cluster/cluster-logging';
export type { ClusterLookupOptions } from './cluster/cluster-lookup';
export { SupportType } from './cluster/cluster-options';
export type { ClusterAttributes, ClusterTimeouts, SafeEksClusterProps } from './cluster/cluster-options';
export { EksNetwork } from './cluster/eks-network';
export type { EksNetworkAttributes, IEksNetwork } from './cluster/eks-network';
export { EksVpc, NatGateways } from './cluster/eks-vpc';
export type { EksVpcProps } from './cluster/eks-vpc';
export { EndpointAccess, PublicEndpointAccess } from './cluster/endpoint-access';
export { IpFamily } from './cluster/i-safe-eks-cluster';
export type { ISafeEksCluster } from './cluster/i-safe-eks-cluster';
export { KubernetesVersion } from './cluster/kubernetes-version';
export { NetworkCheck, NetworkFact } from './cluster/network-check';
export { SafeEksCluster } from './cluster/safe-eks-cluster';
export { UpgradeFrom } from './cluster/upgrade-from';
export type { VpcFlowLogsOptions } from './cluster/vpc-flow-logs';
export { FargateProfile } from './fargate/fargate-profile';
export type {
  FargateProfileOptions,
  FargateProfileProps,
  FargateProfileTimeouts,
  FargateSelector,
} from './fargate/fargate-profile-options';
export { OpenIdConnectProvider } from './iam/open-id-connect-provider';
export type { OpenIdConnectProviderProps } from './iam/open-id-connect-provider';
export { PodIdentity } from './iam/pod-identity';
export type { PodIdentityOptions, PodIdentityProps } from './iam/pod-identity-options';
export { PodIdentityPreset } from './iam/presets/pod-identity-preset';
export type {
  EbsCsiPresetOptions,
  ExternalSecretsPresetOptions,
  FsxCsiPresetOptions,
  GatewayApiControllerPresetOptions,
  HostedZonePresetOptions,
  MountpointS3PresetOptions,
  PrometheusPresetOptions,
  VeleroPresetOptions,
} from './iam/presets/preset-options';
export { ServiceAccountRole } from './iam/service-account-role';
export type { ServiceAccountRoleOptions, ServiceAccountRoleProps } from './iam/service-account-role-options';
export { KarpenterInfrastructure } from './karpenter/karpenter-infrastructure';
export type { KarpenterInfrastructureProps, KarpenterOptions } from './karpenter/karpenter-options';
export { Ami } from './nodes/ami';
export { AmiArchitecture, AmiFamily } from './nodes/ami-family';
export { Al2023Variant, Al2Variant, BottlerocketVariant, WindowsEdition } from './nodes/ami-options';
export type {
  Al2023AmiOptions,
  Al2023EksOptimizedAmiOptions,
  Al2023LookupAmiOptions,
  Al2023Options,
  Al2AmiOptions,
  Al2EksOptimizedAmiOptions,
  Al2LookupAmiOptions,
  Al2Options,
  BottlerocketAmiOptions,
  BottlerocketCustomOptions,
  BottlerocketEksOptimizedAmiOptions,
  BottlerocketLookupAmiOptions,
  BottlerocketOptions,
  CustomAmiOptions,
  EksOptimizedAmiOptions,
  LaunchTemplateAmiOptions,
  LookupAmiOptions,
  WindowsAmiOptions,
  WindowsEksOptimizedAmiOptions,
  WindowsLookupAmiOptions,
  WindowsOptions,
} from './nodes/ami-options';
export { AmiFit } from './nodes/ami-fit';
export type { AmiVersionOptions } from './nodes/ami-fit';
export { AmiKind } from './nodes/ami-source';
export { InstanceRefresh, ScaleInProtectedInstances, StandbyInstances } from './nodes/instance-refresh';
export type { RollingRefreshOptions } from './nodes/instance-refresh';
export { SpotAllocationStrategy } from './nodes/mixed-instances';
export type { InstanceRequirements, MixedInstancesOptions } from './nodes/mixed-instances';
export { CapacityReservation } from './nodes/launch-template/capacity-reservation';
export { Efa } from './nodes/launch-template/efa';
export { NetworkInterfaceType } from './nodes/launch-template/network-interface-options';
export type { NodeNetworkInterface } from './nodes/launch-template/network-interface-options';
export { Tenancy } from './nodes/launch-template/tenancy';
export { VolumeType } from './nodes/launch-template/volume-options';
export type { NodeVolume, VolumeOptions } from './nodes/launch-template/volume-options';
export { CpuCredits, HostnameType } from './nodes/launch-template-options';
export type {
  LaunchTemplateOptions,
  NodeCpuOptions,
  NodeMetadataOptions,
  NodePlacementOptions,
  PrivateDnsNameOptions,
} from './nodes/launch-template-options';
export { CapacityType } from './nodes/node-group-options';
export type { NodeGroupOptions, NodeGroupProps, NodeGroupTimeouts } from './nodes/node-group-options';
export type { NodeOptions } from './nodes/node-options';
export { NodeUpdate } from './nodes/node-update';
export type { RollingUpdateOptions } from './nodes/node-update';
export { RollingCustomAmiNodeGroup } from './nodes/rolling-custom-ami-node-group';
export { Scaling } from './nodes/scaling';
export type { ExternalScalingOptions } from './nodes/scaling';
export { SelfManagedNodeGroup } from './nodes/self-managed-node-group';
export { ScalingProcess, TerminationPolicy } from './nodes/self-managed-node-group-options';
export type {
  SelfManagedNodeGroupOptions,
  SelfManagedNodeGroupProps,
  SelfManagedNodeGroupTimeouts,
} from './nodes/self-managed-node-group-options';
export { TaintEffect } from './nodes/taint';
export type { Taint } from './nodes/taint';
export type { BeforeBootstrapOptions, BootstrapOptions } from './nodes/user-data/bootstrap-options';
export { BootstrapContainerMode, KernelLockdown } from './nodes/user-data/bottlerocket-settings';
export type {
  BottlerocketBootstrapContainer,
  BottlerocketHostContainer,
  BottlerocketSettings,
} from './nodes/user-data/bottlerocket-settings';
export { MimePart } from './nodes/user-data/mime';
export { LocalStorageMount, LocalStorageStrategy } from './nodes/user-data/nodeadm-options';
export type { NodeadmLocalStorage, NodeadmOptions } from './nodes/user-data/nodeadm-options';
export { ControlPlaneLogAlarm } from './observability/control-plane-log-alarm';
export type {
  ControlPlaneLogAlarmOptions,
  ControlPlaneLogAlarmProps,
} from './observability/control-plane-log-alarm-options';
export { LogPattern } from './observability/log-pattern';
export { DeploymentOrder } from './ordering/deployment-order';
export type { JoinOptions } from './ordering/deployment-order';
export { DeploymentStage } from './ordering/deployment-stage';
export { UpdateWaves } from './ordering/update-waves';
export type { Problem, ProblemDetails } from './validation/problem';
export { SafeEks } from './validation/safe-eks';
export { SafeEksError } from './validation/safe-eks-error';
