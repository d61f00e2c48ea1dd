import { expect, test } from '@jest/globals';
import { declareWorkload } from '../../../../lib/rehearsal/aws/eks/workloads';
import type { WorldObject } from '../../../../lib/rehearsal/world/world';
import type { Played } from '../../stage';
import { NodeStage, ROLE_ARN } from './node-support';

function remove(stage: NodeStage, group: WorldObject): Promise<Played> {
  return stage.delete('aws_eks_node_group', group.id, group);
}

test('a group goes with its nodes, their interfaces and the entry of its role', async () => {
  const stage = new NodeStage();
  const group = await stage.runningGroup();
  const { error, minutes } = await stage.after(remove(stage, group));
  expect(error).toBeUndefined();
  expect(minutes).toBeGreaterThan(4);
  expect(minutes).toBeLessThan(8);
  expect(stage.cluster.nodes).toEqual([]);
  expect(stage.cluster.nodeGroups.size).toBe(0);
  expect(stage.world.all('network-interface')).toEqual([]);
  expect(stage.cluster.accessEntries.has(ROLE_ARN)).toBe(false);
  expect(stage.happened('node-terminated')).toHaveLength(2);
  expect(stage.violations).toEqual([]);
});

test('the entry of a role stays while another group uses it', async () => {
  const stage = new NodeStage();
  const group = await stage.runningGroup();
  await stage.runningGroup({}, 'others');
  await stage.after(remove(stage, group));
  expect(stage.cluster.accessEntries.has(ROLE_ARN)).toBe(true);
  expect(stage.cluster.nodes.map((node) => node.group)).toEqual(['others', 'others']);
});

test('interfaces stay behind when the CNI went before the nodes', async () => {
  const stage = new NodeStage();
  const group = await stage.runningGroup();
  stage.world.all('network-interface').forEach(({ attributes }) => {
    attributes['status'] = 'available';
  });
  await stage.after(remove(stage, group));
  expect(stage.world.all('network-interface')).toHaveLength(2);
  expect(stage.messageOf('network-interfaces-leaked')).toContain('because the CNI went before the node did');
});

test('a role that loses its policies while its nodes are drained is a violation', async () => {
  const stage = new NodeStage();
  const group = await stage.runningGroup();
  const pending = remove(stage, group);
  await stage.run(1);
  stage.world.add({
    kind: 'aws_iam_role',
    id: 'nodes',
    region: 'eu-west-1',
    attributes: { name: 'nodes', arn: ROLE_ARN },
  });
  await stage.after(pending);
  expect(stage.violations).toEqual(['role-lost-policies', 'role-lost-policies']);
});

test('pods move to another group before their node goes', async () => {
  const stage = new NodeStage();
  const group = await stage.runningGroup();
  declareWorkload(stage.world, 'main', { name: 'web', replicas: 2, minAvailable: 1 });
  await stage.runningGroup({}, 'others');
  await stage.after(remove(stage, group));
  expect(stage.happened('workload-down')).toEqual([]);
  expect(stage.violations).toEqual([]);
});

test('pods that may not be evicted are ended after 15 minutes', async () => {
  const stage = new NodeStage();
  const group = await stage.runningGroup();
  declareWorkload(stage.world, 'main', { name: 'web', replicas: 2, minAvailable: 2 });
  await stage.runningGroup({}, 'others');
  const { error, minutes } = await stage.after(remove(stage, group));
  expect(error).toBeUndefined();
  expect(minutes).toBeGreaterThan(15);
  expect(stage.violations).toContain('disruption-budget-broken');
});

test('the end of everything is no outage', async () => {
  const stage = new NodeStage();
  const group = await stage.runningGroup();
  declareWorkload(stage.world, 'main', { name: 'web', replicas: 2 });
  await stage.after(remove(stage, group));
  expect(stage.happened('workload-down')).toEqual(['main/default/web']);
  expect(stage.violations).toEqual([]);
});

test('the end of everything is none either when two groups go at once', async () => {
  const stage = new NodeStage();
  const groups = [await stage.runningGroup(), await stage.runningGroup({}, 'others')];
  declareWorkload(stage.world, 'main', { name: 'web', replicas: 1 });
  const going = groups.map((group) => remove(stage, group));
  await stage.run();
  expect((await Promise.all(going)).map(({ error }) => error)).toEqual([undefined, undefined]);
  expect(stage.violations).toEqual([]);
});

test('a group that EKS is still updating is not deleted', async () => {
  const stage = new NodeStage();
  const group = await stage.runningGroup();
  stage.cluster.nodeGroups.get('workers')!.status = 'UPDATING';
  const { error } = await stage.after(remove(stage, group));
  expect(error).toBe('ResourceInUseException: Nodegroup workers has an update in progress');
});

test('a group that EKS is still making goes with all its nodes', async () => {
  const stage = new NodeStage();
  stage.setCni('CREATING');
  const { object } = await stage.group({ timeouts: { create: '5m' } });
  expect(stage.cluster.nodes).toHaveLength(2);
  await stage.after(remove(stage, object!));
  expect(stage.cluster.nodes).toEqual([]);
  expect(stage.cluster.nodeGroups.size).toBe(0);
});

test('a group that is deleted before the new one is there is an outage, known when the new one comes', async () => {
  const stage = new NodeStage();
  const group = await stage.runningGroup();
  declareWorkload(stage.world, 'main', { name: 'web', replicas: 2 });
  await stage.after(remove(stage, group));
  await stage.runningGroup({}, 'green');
  expect(stage.happened('workload-up')).toEqual(['main/default/web']);
  expect(stage.messageOf('workload-down')).toMatch(/only 0 of 2 pods of default\/web ran, .* for 7 min/);
});

test('a new group before the old one is deleted is none', async () => {
  const stage = new NodeStage();
  const group = await stage.runningGroup();
  declareWorkload(stage.world, 'main', { name: 'web', replicas: 2, minAvailable: 1 });
  await stage.runningGroup({}, 'green');
  await stage.after(remove(stage, group));
  expect(stage.violations).toEqual([]);
  expect(stage.happened('workload-down')).toEqual([]);
});

test('a group that nobody knows any more is gone', async () => {
  const stage = new NodeStage();
  const group = await stage.runningGroup();
  stage.cluster.nodeGroups.clear();
  const { error, minutes } = await stage.after(remove(stage, group));
  expect(error).toBeUndefined();
  expect(minutes).toBe(0);
});
