/**
 * The providers that behave as their services do, by name.
 */
import type { ProviderRules } from './engine/rules';

/** Resources that exist, change and go, and no more. */
export const NO_RULES: ProviderRules = { resources: {}, dataSources: {}, forceNew: {}, defaults: {} };

/** The others are simulated without rules. */
export const SIMULATED_PROVIDERS: { readonly [name: string]: ProviderRules } = {};
