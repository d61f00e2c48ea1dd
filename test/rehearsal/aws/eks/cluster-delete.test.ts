/**
 * The end of a cluster, and what stays behind.
 */
import { expect, test } from '@jest/globals';
import { clustersOf } from '../../../../lib/rehearsal/aws/eks/cluster-model';
import type { Played } from '../../stage';
import {
  addNode,
  addRole,
  attach,
  changed,
  CLUSTER,
  CLUSTER_ROLE,
  clusterStage,
  NODE_ROLE,
  stageWithCluster,
} from './cluster-stage';

type Setting = Awaited<ReturnType<typeof stageWithCluster>>;

async function destroy({ stage, cluster }: Setting): Promise<Played> {
  stage.world.ending = true;
  return stage.after(stage.delete('aws_eks_cluster', 'main', cluster.object));
}

test('a cluster that is deleted leaves nothing behind', async () => {
  const setting = await stageWithCluster();
  expect(await destroy(setting)).toMatchObject({ error: undefined, minutes: 3 });
  expect(setting.stage.world.all()).toEqual([]);
  expect(clustersOf(setting.stage.world)).toEqual([]);
});

test('a cluster that is deleted by an apply which was to change it is a violation', async () => {
  const { stage, cluster } = await stageWithCluster();
  await stage.after(stage.delete('aws_eks_cluster', 'main', cluster.object));
  expect(stage.world.violations.map(({ rule, subject }) => [rule, subject])).toEqual([
    ['cluster-replaced', 'main'],
  ]);
});

test('a cluster that is deleted takes the nodes of Auto Mode with it', async () => {
  const setting = await stageWithCluster();
  setting.cluster.autoMode = { nodePools: ['system'], nodeRoleArn: NODE_ROLE };
  addNode(setting.cluster, { origin: 'auto-mode', group: 'system' });
  await destroy(setting);
  expect(setting.stage.world.events).toContainEqual(
    expect.objectContaining({ what: 'node-terminated', subject: 'system/i-0' }),
  );
});

test('a cluster that is deleted can be made again', async () => {
  const setting = await stageWithCluster();
  await destroy(setting);
  const { stage } = setting;
  const { error } = await stage.after(stage.create('aws_eks_cluster', 'main', CLUSTER));
  expect(error).toBeUndefined();
});

test('a cluster that is deleted waits for an update that still runs', async () => {
  const setting = await stageWithCluster();
  const { stage, cluster } = setting;
  const update = stage.update('aws_eks_cluster', 'main', cluster.object, {
    ...changed(cluster.object, { version: '1.35' }),
  });
  await stage.run(4);
  const { error, operation } = await destroy(setting);
  expect(error).toBeUndefined();
  expect(operation.steps.map(({ name }) => name)).toEqual([
    'waiting for the running update',
    'eks:DeleteCluster',
  ]);
  expect((await update).error).toBeUndefined();
});

test('a cluster is not deleted while it is protected', async () => {
  const setting = await stageWithCluster({ deletion_protection: true });
  expect((await destroy(setting)).error).toMatch(
    /^InvalidRequestException: .*deletion protection is enabled/,
  );
  expect(setting.cluster.status).toBe('ACTIVE');
});

test('a cluster is not deleted while it has node groups', async () => {
  const setting = await stageWithCluster();
  setting.cluster.nodeGroups.set('workers', { name: 'workers', roleArn: NODE_ROLE, status: 'ACTIVE' });
  expect((await destroy(setting)).error).toBe('ResourceInUseException: Cluster has nodegroups attached');
});

test('a cluster is not deleted while it has Fargate profiles', async () => {
  const setting = await stageWithCluster();
  const profile = { name: 'pods', roleArn: NODE_ROLE, selectors: [], status: 'ACTIVE' } as const;
  setting.cluster.fargateProfiles.set('pods', { ...profile });
  expect((await destroy(setting)).error).toBe(
    'ResourceInUseException: Cluster has Fargate profiles attached',
  );
});

async function withManagedRole(): Promise<Setting> {
  const stage = clusterStage();
  addRole(stage.world, CLUSTER_ROLE, []);
  attach(stage.world, CLUSTER_ROLE, 'AmazonEKSClusterPolicy');
  await stage.after(stage.create('aws_eks_cluster', 'main', CLUSTER));
  return { stage, cluster: clustersOf(stage.world)[0]! };
}

test('the role of a cluster that is deleted loses its policies too early: EKS hangs until the time-out and leaves the interfaces behind', async () => {
  const setting = await withManagedRole();
  const { world } = setting.stage;
  setting.stage.world.ending = true;
  const deletion = setting.stage.delete('aws_eks_cluster', 'main', setting.cluster.object);
  await setting.stage.run(1);
  world.remove(world.all('aws_iam_role_policy_attachment')[0]!);
  const played = await setting.stage.after(deletion);
  expect(played).toMatchObject({ minutes: 15, object: undefined });
  expect(played.error).toBe(
    "waiting for EKS Cluster (main) delete: timeout while waiting for state to become '' (last state: 'DELETING', timeout: 15m0s)",
  );
  expect(world.all('network-interface').map(({ attributes }) => attributes['status'])).toEqual([
    'available',
    'available',
  ]);
  expect(world.violations).toMatchObject([{ rule: 'role-lost-policies', subject: 'main' }]);
});

test('the role of a cluster that is deleted keeps its policies to the end: all is cleaned up', async () => {
  const setting = await withManagedRole();
  expect((await destroy(setting)).error).toBeUndefined();
  expect(setting.stage.world.all('network-interface')).toEqual([]);
  expect(setting.stage.world.violations).toEqual([]);
});
