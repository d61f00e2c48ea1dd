/**
 * What the provider itself finds when a change of a cluster is planned: the CustomizeDiff functions of its `cluster.go`.
 */
import { PlanError } from '../../engine/api-error';
import type { PlannedChange } from '../../engine/rules';
import type { Value, Values } from '../../protocol/value';
import { isValueList, isValues, UNKNOWN } from '../../protocol/value';

const AUTO_MODE_BLOCKS: readonly string[] = ['compute_config', 'kubernetes_network_config', 'storage_config'];

/** All rules of the provider. */
export function planCluster(change: PlannedChange): void {
  requireAgreeingSwitches(change);
  if (change.prior !== undefined) {
    replaceWithoutEncryption(change);
    replaceForNodeRole(change);
    replaceForCreatorAdmin(change);
  }
}

/** `validateAutoModeCustomizeDiff`, with the misspelt block name of the provider's 5.x and 6.25 versions. */
function requireAgreeingSwitches(change: PlannedChange): void {
  if (!AUTO_MODE_BLOCKS.some((name) => change.changes(name))) {
    return;
  }
  const switches = [
    switchAt(change, 'compute_config', []),
    switchAt(change, 'kubernetes_network_config', ['elastic_load_balancing']),
    switchAt(change, 'storage_config', ['block_storage']),
  ];
  if (switches.includes(UNKNOWN)) {
    return;
  }
  if (new Set(switches.map((value) => value === true)).size > 1) {
    throw new PlanError(
      'compute_config.enabled, kubernetes_networking_config.elastic_load_balancing.enabled, and storage_config.block_storage.enabled must all be set to either true or false',
    );
  }
}

/** What is left out stays as it is: the blocks are "optional and computed" since the provider's version 6.15. */
function switchAt({ planned, prior }: PlannedChange, name: string, path: readonly string[]): Value {
  const find = (values: Values | undefined): Value | undefined =>
    path.reduce((block, step) => firstBlock(block, step), firstBlock(values, name))?.['enabled'];
  return find(planned) ?? find(prior) ?? false;
}

/** Encryption can be added in place, and never be taken away. */
function replaceWithoutEncryption(change: PlannedChange): void {
  const { prior, planned } = change;
  const had = firstBlock(prior, 'encryption_config') !== undefined;
  if (
    had &&
    firstBlock(planned, 'encryption_config') === undefined &&
    planned['encryption_config'] !== UNKNOWN
  ) {
    change.replace('encryption_config');
  }
}

/** `validateAutoModeComputeConfigCustomizeDiff`: the role of Auto Mode's nodes cannot become another. */
function replaceForNodeRole(change: PlannedChange): void {
  const { prior, planned } = change;
  const before = firstBlock(prior, 'compute_config')?.['node_role_arn'] ?? '';
  const compute = firstBlock(planned, 'compute_config');
  if (before === '' || compute === undefined) {
    return;
  }
  const role = compute['node_role_arn'] ?? '';
  const pools = compute['node_pools'] ?? null;
  const hasNoPools = pools === null || (isValueList(pools) && pools.length === 0);
  const isAllowed = role === '' && (compute['enabled'] === false || hasNoPools);
  if (role !== before && !isAllowed) {
    change.replace('compute_config');
  }
}

/**
 * Whether the creator is administrator is decided at creation. The provider cannot read it back: without the block in the
 * state it takes it as true, and with the block but without the argument in the configuration as false
 * (terraform-provider-aws#38967).
 */
function replaceForCreatorAdmin(change: PlannedChange): void {
  const { prior, config } = change;
  const name = 'bootstrap_cluster_creator_admin_permissions';
  const access = firstBlock(config, 'access_config');
  if (access === undefined) {
    return;
  }
  const priorAccess = firstBlock(prior, 'access_config');
  const before = priorAccess === undefined || priorAccess[name] === true;
  const after = access[name] ?? false;
  if (after === UNKNOWN || (after === true) !== before) {
    change.replace('access_config');
  }
}

function firstBlock(values: Values | undefined, name: string): Values | undefined {
  const value = values?.[name];
  const first = isValueList(value) ? value[0] : value;
  return isValues(first) ? first : undefined;
}
