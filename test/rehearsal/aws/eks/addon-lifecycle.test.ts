/**
 * Add-ons that are changed and removed.
 */
import { expect, test } from '@jest/globals';
import { addNetworkInterface } from '../../../../lib/rehearsal/aws/ec2/network';
import { cniIsReady } from '../../../../lib/rehearsal/aws/eks/addon-health';
import type { KnownValues } from '../../../../lib/rehearsal/protocol/value';
import type { WorldObject } from '../../../../lib/rehearsal/world/world';
import type { Played } from '../../stage';
import { addNode, changed, REGION, stageWithCluster } from './cluster-stage';

type Setting = Awaited<ReturnType<typeof stageWithCluster>>;

async function withAddon(name: string, more: KnownValues = {}): Promise<Setting & { addon: WorldObject }> {
  const setting = await stageWithCluster();
  const planned = { cluster_name: 'main', addon_name: name, addon_version: 'v1.34.0-eksbuild.2', ...more };
  const { object } = await setting.stage.after(setting.stage.create('aws_eks_addon', name, planned));
  return { ...setting, addon: object! };
}

async function update(
  { stage, addon }: Setting & { addon: WorldObject },
  more: KnownValues,
): Promise<Played> {
  return stage.after(stage.update('aws_eks_addon', 'main', addon, changed(addon, more)));
}

async function remove({ stage, addon }: Setting & { addon: WorldObject }): Promise<Played> {
  return stage.after(stage.delete('aws_eks_addon', 'main', addon));
}

test('an add-on that is changed gets another version and configuration', async () => {
  const setting = await withAddon('vpc-cni');
  const more = { addon_version: 'v1.21.0-eksbuild.1', configuration_values: '{"env":{}}' };
  expect(await update(setting, more)).toMatchObject({ error: undefined, minutes: 45 / 60 });
  expect(setting.cluster.addons.get('vpc-cni')).toMatchObject({
    status: 'ACTIVE',
    version: 'v1.21.0-eksbuild.1',
    configuration: '{"env":{}}',
  });
});

test('an add-on that is changed is left alone when only the provider is concerned', async () => {
  const setting = await withAddon('vpc-cni');
  expect(await update(setting, { preserve: true })).toMatchObject({ error: undefined, minutes: 0 });
});

test('an add-on that is changed is refused a kube-proxy that is newer than the control plane', async () => {
  const setting = await withAddon('kube-proxy');
  const { error } = await update(setting, { addon_version: 'v1.35.0-eksbuild.2' });
  expect(error).toBe('InvalidParameterException: Addon version specified is not supported');
  expect(setting.cluster.addons.get('kube-proxy')!.version).toBe('v1.34.0-eksbuild.2');
});

test('an add-on that is changed times out when its pods have no place any more', async () => {
  const setting = await stageWithCluster();
  const node = addNode(setting.cluster);
  const planned = { cluster_name: 'main', addon_name: 'coredns' };
  const { object } = await setting.stage.after(setting.stage.create('aws_eks_addon', 'coredns', planned));
  node.status = 'NotReady';
  const played = await update({ ...setting, addon: object! }, { addon_version: 'v1.12.0-eksbuild.1' });
  expect(played.error).toMatch(/^waiting for EKS Add-On \(main:coredns\) update: timeout.*'Successful'/);
});

test('an add-on that is removed is gone', async () => {
  const setting = await withAddon('kube-proxy');
  expect(await remove(setting)).toMatchObject({ error: undefined, minutes: 0.25 });
  expect(setting.cluster.addons.size).toBe(0);
});

test('an add-on that is removed runs on when it is to be preserved', async () => {
  const setting = await withAddon('vpc-cni', { preserve: true });
  addNode(setting.cluster);
  await remove(setting);
  expect(setting.cluster.addons.get('vpc-cni')).toMatchObject({ selfManaged: true });
  expect(cniIsReady(setting.stage.world, setting.cluster)).toBe(true);
  expect(setting.stage.world.violations).toEqual([]);
});

test('an add-on that is removed is gone already when its cluster is', async () => {
  const setting = await withAddon('kube-proxy');
  await setting.stage.after(setting.stage.delete('aws_eks_cluster', 'main', setting.cluster.object));
  expect(await remove(setting)).toMatchObject({ error: undefined, minutes: 0 });
});

test('vpc-cni that is removed under nodes leaves their network interfaces behind', async () => {
  const setting = await withAddon('vpc-cni');
  const { world } = setting.stage;
  const node = addNode(setting.cluster);
  addNetworkInterface(world, REGION, 'eni-node', 'subnet-a', 'aws-K8S-i-0', { node: node.name });
  addNetworkInterface(world, REGION, 'eni-else', 'subnet-a', 'another', { node: 'i-elsewhere' });
  await remove(setting);
  expect(world.get('network-interface', 'eni-node', REGION)!.attributes['status']).toBe('available');
  expect(world.get('network-interface', 'eni-else', REGION)!.attributes['status']).toBe('in-use');
  expect(world.violations).toMatchObject([{ rule: 'cni-removed-under-nodes', subject: 'main' }]);
});

test('vpc-cni that is removed after the nodes leaves nothing behind', async () => {
  const setting = await withAddon('vpc-cni');
  await remove(setting);
  expect(setting.stage.world.violations).toEqual([]);
});

test('vpc-cni that is removed under nodes of Auto Mode, which do not use it, is no matter', async () => {
  const setting = await withAddon('vpc-cni');
  addNode(setting.cluster, { origin: 'auto-mode' });
  await remove(setting);
  expect(setting.stage.world.violations).toEqual([]);
});
