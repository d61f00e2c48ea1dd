/**
 * The providers that behave as their services do, by name.
 */
import { AWS_RULES } from './aws/aws-rules';
import type { ProviderRules } from './engine/rules';
import { HELM_RULES } from './kubernetes/helm-rules';
import { KUBERNETES_RULES } from './kubernetes/kubernetes-rules';

/** Resources that exist, change and go, and no more. */
export const NO_RULES: ProviderRules = {
  resources: {},
  dataSources: {},
  forceNew: {},
  defaults: {},
};

const SIMULATIONS: { readonly [name: string]: ProviderRules } = {
  aws: AWS_RULES,
  helm: HELM_RULES,
  kubernetes: KUBERNETES_RULES,
};

/** How a provider behaves; one that nobody wrote rules for has resources that exist, change and go. */
export function simulationOf(provider: string): ProviderRules {
  return SIMULATIONS[provider] ?? NO_RULES;
}
