/**
 * The public surface, and nothing else.
 */
export { AccessEntry } from './access/access-entry';
export type { AccessEntryProps, AccessGrantOptions } from './access/access-entry';
export { AccessEntryAuth } from './access/access-entry-auth';
export type { AccessEntryAuthProps } from './access/access-entry-auth';
export { AccessPolicy, AccessScope } from './access/access-policy';
export { Addon } from './addons/addon';
export { AddonName } from './addons/addon-name';
export { ResolveConflicts } from './addons/addon-options';
export type { AddonOptions, AddonProps, AddonTimeouts } from './addons/addon-options';
export { AddonVersion, AddonVersionKind } from './addons/addon-version';
export { Cni } from './addons/cni';
export { OrderedAddons } from './addons/ordered-addons';
export type { OrderedAddonsOptions, OrderedAddonsProps } from './addons/ordered-addons';
export { ClusterEncryption, ClusterEncryptionKind } from './cluster/cluster-encryption';
export type { ClusterKeyOptions } from './cluster/cluster-encryption';
export { ClusterLogType } from './cluster/cluster-logging';
export type { ClusterLoggingOptions } from './cluster/cluster-logging';
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
export { SafeEksCluster } from './cluster/safe-eks-cluster';
export { UpgradeFrom } from './cluster/upgrade-from';
export type { VpcFlowLogsOptions } from './cluster/vpc-flow-logs';
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
export { CapacityType } from './nodes/node-group-options';
export type { NodeGroupOptions, NodeGroupProps, NodeGroupTimeouts } from './nodes/node-group-options';
export type { NodeOptions } from './nodes/node-options';
export { NodeUpdate } from './nodes/node-update';
export type { RollingUpdateOptions } from './nodes/node-update';
export { RollingCustomAmiNodeGroup } from './nodes/rolling-custom-ami-node-group';
export { Scaling } from './nodes/scaling';
export type { ExternalScalingOptions } from './nodes/scaling';
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
export { DeploymentOrder } from './ordering/deployment-order';
export type { JoinOptions } from './ordering/deployment-order';
export { DeploymentStage } from './ordering/deployment-stage';
export { UpdateWaves } from './ordering/update-waves';
export type { Problem, ProblemDetails } from './validation/problem';
export { SafeEks } from './validation/safe-eks';
export { SafeEksError } from './validation/safe-eks-error';
