/**
 * Switching Auto Mode on and off.
 */
import { expect, test } from '@jest/globals';
import { usableNodePools } from '../../../../lib/rehearsal/aws/eks/auto-mode';
import { clustersOf } from '../../../../lib/rehearsal/aws/eks/cluster-model';
import { addNetworkInterface } from '../../../../lib/rehearsal/aws/ec2/network';
import type { KnownValues } from '../../../../lib/rehearsal/protocol/value';
import type { Played } from '../../stage';
import {
  addNode,
  addRole,
  AUTO_MODE_POLICIES,
  changed,
  CLUSTER,
  CLUSTER_ROLE,
  clusterStage,
  NODE_ROLE,
  REGION,
  stageWithCluster,
  switches,
  TRUST_WITH_SESSIONS,
  TRUST_WITHOUT_SESSIONS,
} from './cluster-stage';

type Setting = Awaited<ReturnType<typeof stageWithCluster>>;

const POOLS = { node_pools: ['general-purpose', 'system'], node_role_arn: NODE_ROLE };

async function update({ stage, cluster }: Setting, more: KnownValues): Promise<Played> {
  return stage.after(stage.update('aws_eks_cluster', 'main', cluster.object, changed(cluster.object, more)));
}

async function withRole(policies: readonly string[], trust = TRUST_WITH_SESSIONS): Promise<Setting> {
  const stage = clusterStage();
  addRole(stage.world, CLUSTER_ROLE, policies, trust);
  await stage.after(stage.create('aws_eks_cluster', 'main', CLUSTER));
  return { stage, cluster: clustersOf(stage.world)[0]! };
}

test('Auto Mode on a cluster that runs is switched on by one update, and its nodes may join', async () => {
  const setting = await stageWithCluster();
  const played = await update(setting, switches(true, POOLS));
  expect(played).toMatchObject({ error: undefined, minutes: 2 });
  expect(setting.cluster.autoMode).toEqual({
    nodePools: ['general-purpose', 'system'],
    nodeRoleArn: NODE_ROLE,
  });
  expect(usableNodePools(setting.stage.world, setting.cluster)).toEqual(['general-purpose', 'system']);
});

test('Auto Mode on a cluster that runs is switched on although self-managed add-ons were installed at creation', async () => {
  const setting = await stageWithCluster({ bootstrap_self_managed_addons: true });
  expect((await update(setting, switches(true, POOLS))).error).toBeUndefined();
});

test('Auto Mode on a cluster that runs is refused when one switch stays off', async () => {
  const setting = await stageWithCluster();
  const { error } = await update(setting, { compute_config: [{ enabled: true, ...POOLS }] });
  expect(error).toMatch(/all either fully enabled or fully disabled/);
  expect(setting.cluster.autoMode).toBeUndefined();
});

test('Auto Mode on a cluster that runs is refused without access entries', async () => {
  const setting = await stageWithCluster({ access_config: null });
  expect((await update(setting, switches(true, POOLS))).error).toMatch(/authentication mode/);
});

test('Auto Mode on a cluster that runs is refused below Kubernetes 1.29', async () => {
  const setting = await stageWithCluster({ version: '1.28' });
  expect((await update(setting, switches(true, POOLS))).error).toMatch(/requires Kubernetes version 1\.29/);
});

test('Auto Mode on a cluster that runs is refused when the role lacks the policies for it', async () => {
  const setting = await withRole(['AmazonEKSClusterPolicy']);
  expect((await update(setting, switches(true, POOLS))).error).toMatch(
    /^InvalidParameterException: The provided role doesn't have.*AmazonEKSNetworkingPolicy\] are attached$/,
  );
});

test('Auto Mode on a cluster that runs is taken and of no use when the trust policy lacks sts:TagSession', async () => {
  const setting = await withRole(AUTO_MODE_POLICIES, TRUST_WITHOUT_SESSIONS);
  expect((await update(setting, switches(true, POOLS))).error).toBeUndefined();
  expect(setting.stage.world.events.map(({ what }) => what)).toContain('auto-mode-denied');
  expect(usableNodePools(setting.stage.world, setting.cluster)).toEqual([]);
});

test('Auto Mode on a cluster that runs is of use when the role has policies and trust', async () => {
  const setting = await withRole(AUTO_MODE_POLICIES);
  await update(setting, switches(true, POOLS));
  expect(setting.stage.world.events.map(({ what }) => what)).not.toContain('auto-mode-denied');
  expect(usableNodePools(setting.stage.world, setting.cluster)).toHaveLength(2);
});

test('Auto Mode on a cluster that runs gets other node pools by an update', async () => {
  const setting = await stageWithCluster(switches(true, POOLS));
  await update(setting, switches(true, { ...POOLS, node_pools: ['system'] }));
  expect(setting.cluster.autoMode).toMatchObject({ nodePools: ['system'] });
});

test('Auto Mode on a cluster that runs loses its node pools when they are dropped', async () => {
  const setting = await stageWithCluster(switches(true, POOLS));
  const { error } = await update(setting, switches(true, { node_pools: null, node_role_arn: null }));
  expect(error).toBeUndefined();
  expect(setting.cluster.autoMode).toMatchObject({ nodePools: [] });
});

test('Auto Mode on a cluster that runs silently stays on when the blocks are left out', async () => {
  const setting = await stageWithCluster(switches(true, POOLS));
  const played = await update(setting, {
    compute_config: [],
    kubernetes_network_config: [],
    storage_config: [],
  });
  expect(played).toMatchObject({ error: undefined, minutes: 0 });
  expect(setting.cluster.autoMode).toBeDefined();
});

test('Auto Mode on a cluster that runs terminates its nodes when it is switched off, and no others', async () => {
  const setting = await stageWithCluster(switches(true, POOLS));
  const { stage, cluster } = setting;
  const kept = addNode(cluster);
  const going = addNode(cluster, { origin: 'auto-mode', group: 'general-purpose' });
  addNetworkInterface(stage.world, REGION, 'eni-1', 'subnet-a', 'a node', { node: going.name });
  expect((await update(setting, switches(false, POOLS))).error).toBeUndefined();
  expect(cluster.autoMode).toBeUndefined();
  expect(cluster.nodes).toEqual([kept]);
  expect(stage.world.get('network-interface', 'eni-1', REGION)).toBeUndefined();
});
