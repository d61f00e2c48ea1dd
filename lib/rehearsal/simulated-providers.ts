/**
 * The providers that behave as their services do, by name.
 */
import type { ProviderRules } from './engine/rules';

/** Resources that exist, change and go, and no more. */
export const NO_RULES: ProviderRules = { resources: {}, dataSources: {}, forceNew: {}, defaults: {} };

const SIMULATIONS: { readonly [name: string]: ProviderRules } = {};

/** How a provider behaves; one that nobody wrote rules for has resources that exist, change and go. */
export function simulationOf(provider: string): ProviderRules {
  return SIMULATIONS[provider] ?? NO_RULES;
}
