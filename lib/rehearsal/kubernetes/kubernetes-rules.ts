/**
 * How the resources of the kubernetes provider behave.
 */
import { PlanError } from '../engine/api-error';
import type { DataRules, PlannedChange, ProviderRules, ResourceRules } from '../engine/rules';
import type { KnownValues } from '../protocol/value';
import { knownValues } from '../protocol/value';
import { CONFIG_MAP_DATA_RULES, CONFIG_MAP_DATA_SOURCE, CONFIG_MAP_RULES } from './config-maps';
import { leadsNowhere, violateLocalhost } from './connection';
import { KINDS, kindOfType } from './kinds';
import { KubernetesError } from './kubernetes-error';
import { createObject, deleteObject, findObject, objectNameOf, readObject, updateObject } from './objects';
import { ROLLOUT_RULES } from './rollouts';

/** Most objects are there at once; a DaemonSet too, which is complete with however many nodes there are. */
const OBJECT_RULES: ResourceRules = {
  create: async (call) => {
    await createObject(call);
  },
  update: async (call) => {
    await updateObject(call);
  },
  delete: async (call) => {
    await deleteObject(call);
  },
  read: (object, surroundings) => {
    readObject(object, surroundings);
  },
};

const SPECIAL: { readonly [type: string]: ResourceRules } = {
  kubernetes_config_map: CONFIG_MAP_RULES,
  kubernetes_config_map_v1: CONFIG_MAP_RULES,
  kubernetes_config_map_v1_data: CONFIG_MAP_DATA_RULES,
  kubernetes_deployment: ROLLOUT_RULES,
  kubernetes_deployment_v1: ROLLOUT_RULES,
  kubernetes_stateful_set: ROLLOUT_RULES,
  kubernetes_stateful_set_v1: ROLLOUT_RULES,
  kubernetes_manifest: { ...OBJECT_RULES, plan: planManifest },
};

/** Objects with a rollout that the provider waits for by default. */
const WITH_ROLLOUT = Object.keys(SPECIAL).filter((type) => SPECIAL[type] === ROLLOUT_RULES);

/**
 * A manifest is checked against the schemas of its cluster when it is planned, so the cluster has to be there already
 * (provider documentation of `kubernetes_manifest`, "Before you use this resource").
 */
function planManifest(change: PlannedChange): void {
  const config = knownValues(change.config);
  const { name } = objectNameOf('kubernetes_manifest', config);
  const address = config['rehearsal_address'];
  const subject = typeof address === 'string' ? address : `kubernetes_manifest ${name}`;
  if (leadsNowhere(change, 'kubernetes')) {
    violateLocalhost(change, 'kubernetes', 'plan', subject);
    throw new PlanError('Failed to construct REST client: cannot create REST client: no client config');
  }
  try {
    findObject('kubernetes_manifest', { ...config, rehearsal_address: subject }, change);
  } catch (error) {
    throw error instanceof KubernetesError ? new PlanError(error.text) : error;
  }
}

/** Reading asks the API server like a resource does; an object that is not there has no attributes but those asked for. */
function dataRulesOf(type: string): DataRules {
  return (config: KnownValues, surroundings) => findObject(type, config, surroundings)?.attributes ?? {};
}

/** What makes another object of an object (provider source, `metadataSchema`). */
const NAMES = ['metadata.name', 'metadata.namespace', 'metadata.generate_name'];

const TYPES = [...KINDS.keys()];

/** These change objects of any kind, so that they assume no namespace. */
const OF_ANY_KIND = ['annotations', 'labels', 'env', 'node_taint'].map((name) => `kubernetes_${name}`);

function defaultsOf(type: string): KnownValues {
  const isNamespaced = kindOfType(type).isNamespaced && !OF_ANY_KIND.includes(type);
  return {
    ...(isNamespaced ? { 'metadata.namespace': 'default' } : {}),
    ...(type.startsWith('kubernetes_default_service_account') ? { 'metadata.name': 'default' } : {}),
    ...(WITH_ROLLOUT.includes(type) ? { wait_for_rollout: true } : {}),
  };
}

/** The kubernetes provider. */
export const KUBERNETES_RULES: ProviderRules = {
  resources: { ...Object.fromEntries(TYPES.map((type) => [type, OBJECT_RULES])), ...SPECIAL },
  dataSources: {
    ...Object.fromEntries(TYPES.map((type) => [type, dataRulesOf(type)])),
    kubernetes_config_map: CONFIG_MAP_DATA_SOURCE,
    kubernetes_config_map_v1: CONFIG_MAP_DATA_SOURCE,
  },
  forceNew: Object.fromEntries(TYPES.map((type) => [type, NAMES])),
  defaults: Object.fromEntries(TYPES.map((type) => [type, defaultsOf(type)])),
  keptBlocks: {},
  find: findObject,
};
