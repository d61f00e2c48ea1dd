/**
 * Entry point `cdktf-safe-eks/kubernetes`: what needs the bindings of the kubernetes provider.
 */
export { AwsAuth } from './aws-auth';
export type { AwsAuthProps, AwsAuthRole, AwsAuthUser } from './aws-auth';
export { DeferredProviders } from './deferred-providers';
export type { DeferredProvidersProps } from './deferred-providers';
export { TokenSource } from './token-source';
export { WorkloadStack } from './workload-stack';
export { AutoNodeClass } from './node-class';
export { NodeKernelLockdown, NodeNetworkPolicy, SnatPolicy } from './node-class-options';
export type {
  AutoNodeClassProps,
  NodeClassNetworking,
  NodeClassSecurity,
  NodeClassSecurityGroupSelector,
  NodeClassSelector,
  NodeEphemeralStorage,
} from './node-class-options';
export { AutoNodePool } from './node-pool';
export { ConsolidationPolicy, DisruptionReason } from './node-pool-options';
export type {
  AutoNodePoolProps,
  NodeDisruptionBudget,
  NodePoolDisruption,
  NodePoolLimits,
} from './node-pool-options';
export { AutoNodeLabel, RequirementOperator } from './node-requirement';
export type { NodeRequirement } from './node-requirement';
