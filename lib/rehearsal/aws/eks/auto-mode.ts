/**
 * EKS Auto Mode: what it takes to switch it on, and what switching does.
 */
import { ApiError } from '../../engine/api-error';
import type { KnownValues } from '../../protocol/value';
import type { World } from '../../world/world';
import { removeNetworkInterface } from '../ec2/network';
import { mayJoin, registerComputeRole } from './authentication';
import { argumentOf, asksForMore, blocksOf, sameTexts, textOf } from './cluster-arguments';
import type { AuthenticationMode, ClusterModel } from './cluster-model';
import { blockOf, textsOf } from './cluster-model';
import { mayTagSessions } from './control-plane-role';
import { minorOf, OLDEST_AUTO_MODE_MINOR } from './control-plane-version';
import { schedule } from './workloads';

/** What a cluster's three switches and its compute settings say. */
export interface AutoModeArguments {
  readonly compute: boolean;
  readonly loadBalancing: boolean;
  readonly blockStorage: boolean;
  readonly nodePools: readonly string[];
  readonly nodeRoleArn: string | undefined;
}

/** Reads them; a switch that is not there is off. */
export function autoModeArguments(cluster: KnownValues): AutoModeArguments {
  const loadBalancing = blocksOf(
    blockOf(cluster, 'kubernetes_network_config') ?? {},
    'elastic_load_balancing',
  );
  const blockStorage = blocksOf(blockOf(cluster, 'storage_config') ?? {}, 'block_storage');
  return {
    compute: argumentOf(cluster, 'compute_config', 'enabled') === true,
    loadBalancing: loadBalancing[0]?.['enabled'] === true,
    blockStorage: blockStorage[0]?.['enabled'] === true,
    nodePools: textsOf(argumentOf(cluster, 'compute_config', 'node_pools')),
    nodeRoleArn: textOf(argumentOf(cluster, 'compute_config', 'node_role_arn')),
  };
}

/** Whether the three switches stand alike. */
function switchesAgree({ compute, loadBalancing, blockStorage }: AutoModeArguments): boolean {
  return compute === loadBalancing && compute === blockStorage;
}

/** Whether a plan touches one of the three blocks; the provider then sends all of them (provider source, `cluster.go`). */
export function autoModeChanges(planned: KnownValues, actual: KnownValues): boolean {
  const loadBalancing = (cluster: KnownValues): KnownValues => ({
    switch: argumentOf(cluster, 'kubernetes_network_config', 'elastic_load_balancing') ?? null,
  });
  const pools = (cluster: KnownValues): readonly string[] => autoModeArguments(cluster).nodePools;
  return (
    (blockOf(planned, 'compute_config') !== undefined && !sameTexts(pools(planned), pools(actual))) ||
    asksForMore(planned['compute_config'], actual['compute_config']) ||
    asksForMore(planned['storage_config'], actual['storage_config']) ||
    asksForMore(loadBalancing(planned), loadBalancing(actual))
  );
}

/** What EKS refuses, on creation and on update alike. */
export function requireAutoModeArguments(
  wanted: AutoModeArguments,
  version: string,
  authenticationMode: AuthenticationMode,
): void {
  if (!switchesAgree(wanted)) {
    // cluster-api-provider-aws#5278
    throw refused(
      'For EKS Auto Mode, please ensure that all required configs, including computeConfig, kubernetesNetworkConfig, and blockStorage are all either fully enabled or fully disabled.',
    );
  }
  if (!wanted.compute) {
    return;
  }
  if (wanted.nodePools.length > 0 && wanted.nodeRoleArn === undefined) {
    // terraform-aws-eks#3366
    throw refused('When Compute Config nodeRoleArn is null or empty, nodePool list cannot be populated.');
  }
  if (wanted.nodePools.length === 0 && wanted.nodeRoleArn !== undefined) {
    // aws-cdk#33894, terraform-aws-eks#3238
    throw refused(
      'When Compute Config nodeRoleArn is not null or empty, nodePool value(s) must be provided.',
    );
  }
  if (authenticationMode === 'CONFIG_MAP') {
    // "Enable EKS Auto Mode on an existing cluster"; the words are from memory.
    throw refused(
      'EKS Auto Mode requires the cluster authentication mode to be set to API or API_AND_CONFIG_MAP.',
    );
  }
  if ((minorOf(version) ?? OLDEST_AUTO_MODE_MINOR) < OLDEST_AUTO_MODE_MINOR) {
    // The same page; the words are from memory.
    throw refused(`EKS Auto Mode requires Kubernetes version 1.${OLDEST_AUTO_MODE_MINOR} or later.`);
  }
}

/** A new cluster with Auto Mode gets no self-managed add-ons (terraform-provider-aws#40415, #40483). */
export function requireNoSelfManagedAddons({ compute }: AutoModeArguments, bootstrap: boolean): void {
  if (compute && bootstrap) {
    throw refused('When EKS Auto Mode is enabled, bootstrapSelfManagedAddons must be set to false');
  }
}

/** Switches Auto Mode on, or gives it other node pools. EKS lets the role of built-in pools in by itself. */
export function enableAutoMode(
  world: World,
  cluster: ClusterModel,
  { nodePools, nodeRoleArn }: AutoModeArguments,
): void {
  const wasOn = cluster.autoMode !== undefined;
  cluster.autoMode = { nodePools, nodeRoleArn };
  if (nodePools.length > 0 && nodeRoleArn !== undefined) {
    registerComputeRole(cluster, nodeRoleArn, 'auto-mode-node');
  }
  if (!wasOn) {
    world.note('auto-mode-on', cluster.name, `node pools: ${nodePools.join(', ') || 'none'}`);
  }
  if (!mayTagSessions(world, clusterRoleArn(cluster))) {
    // From memory: EKS takes the cluster, and the instances and load balancers then fail with AccessDenied.
    world.note(
      'auto-mode-denied',
      cluster.name,
      'AccessDenied: the trust policy of the cluster role lacks sts:TagSession',
    );
  }
  // It starts nodes for pods that wait already.
  schedule(world, cluster);
}

/** Switches it off, which terminates its nodes ("Disable EKS Auto Mode"). */
export function disableAutoMode(world: World, cluster: ClusterModel): void {
  if (cluster.autoMode === undefined) {
    return;
  }
  cluster.autoMode = undefined;
  world.note('auto-mode-off', cluster.name);
  terminateAutoModeNodes(world, cluster, 'Auto Mode was switched off');
  schedule(world, cluster);
}

/** The nodes that Auto Mode made go with it. */
export function terminateAutoModeNodes(world: World, cluster: ClusterModel, reason: string): void {
  const going = cluster.nodes.filter(({ origin }) => origin === 'auto-mode');
  going.forEach((node) => {
    cluster.nodes.splice(cluster.nodes.indexOf(node), 1);
    world.note('node-terminated', `${node.group}/${node.name}`, reason);
    world
      .all('network-interface')
      .filter(({ attributes }) => attributes['node'] === node.name)
      .forEach(({ id, region }) => {
        removeNetworkInterface(world, region, id);
      });
  });
}

/** The built-in node pools from which Auto Mode can start nodes that join. */
export function usableNodePools(world: World, cluster: ClusterModel): readonly string[] {
  const { nodePools = [], nodeRoleArn } = cluster.autoMode ?? {};
  return nodeRoleArn !== undefined &&
    mayTagSessions(world, clusterRoleArn(cluster)) &&
    mayJoin(cluster, nodeRoleArn, 'auto-mode-node')
    ? nodePools
    : [];
}

function clusterRoleArn(cluster: ClusterModel): string {
  return textOf(cluster.object.attributes['role_arn']) ?? '';
}

function refused(text: string): ApiError {
  return new ApiError('InvalidParameterException', text);
}
