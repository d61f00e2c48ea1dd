/**
 * Entry point `cdktf-safe-eks/kubernetes`: what needs the bindings of the kubernetes provider.
 */
export { DeferredProviders } from './deferred-providers';
export type { DeferredProvidersProps } from './deferred-providers';
