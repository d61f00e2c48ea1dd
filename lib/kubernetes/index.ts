/**
 * Entry point `cdktf-safe-eks/kubernetes`: what needs the bindings of the kubernetes provider.
 */
export { AwsAuth } from './aws-auth';
export type { AwsAuthProps, AwsAuthRole, AwsAuthUser } from './aws-auth';
export { DeferredProviders } from './deferred-providers';
export type { DeferredProvidersProps } from './deferred-providers';
