/**
 * What the library knows of each add-on: one table, by name.
 */
import type { AddonFacts } from './catalogue/addon-facts';
import { CLUSTER_ADDONS, COREDNS, POD_IDENTITY_AGENT, VPC_CNI } from './catalogue/cluster-addons';
import { CONTROLLER_ADDONS } from './catalogue/controller-addons';
import { OBSERVABILITY_ADDONS } from './catalogue/observability-addons';
import { STORAGE_ADDONS } from './catalogue/storage-addons';

/** What a cluster gets unless it is told otherwise. */
export const DEFAULT_ADDONS: readonly string[] = [VPC_CNI, 'kube-proxy', POD_IDENTITY_AGENT, COREDNS];

/** The table. */
export const ADDON_CATALOGUE: Readonly<Record<string, AddonFacts>> = {
  ...CLUSTER_ADDONS,
  ...STORAGE_ADDONS,
  ...OBSERVABILITY_ADDONS,
  ...CONTROLLER_ADDONS,
};
