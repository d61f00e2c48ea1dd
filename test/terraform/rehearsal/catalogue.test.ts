/**
 * A cluster with every add-on of the catalogue, under adverse durations.
 */
import { expect, it } from '@jest/globals';
import type { App } from 'cdktf';
import {
  Addon,
  AddonName,
  AddonVersion,
  Ami,
  DeploymentStage,
  EksVpc,
  KubernetesVersion,
  SafeEksCluster,
} from '../../../lib';
import { ADDON_CATALOGUE, DEFAULT_ADDONS } from '../../../lib/addons/addon-catalogue';
import { rehearse } from '../../../lib/rehearsal';
import { ADMIN_ARN } from '../../support/cluster';
import { newApp, newStack } from '../../support/synth';
import { describeRehearsal } from '../describe-terraform';

const NAMES = Object.keys(ADDON_CATALOGUE);

function everyAddon(names: readonly string[] = NAMES): App {
  const app = newApp();
  const stack = newStack(app);
  const cluster = new SafeEksCluster(stack, 'Cluster', {
    clusterName: 'full',
    version: KubernetesVersion.V1_35,
    network: new EksVpc(stack, 'Network', { availabilityZones: ['eu-west-1a', 'eu-west-1b'] }),
  });
  cluster.grantClusterAdmin('admin', ADMIN_ARN);
  for (const name of names.filter((one) => !DEFAULT_ADDONS.includes(one))) {
    const { serviceAccount, permissions } = ADDON_CATALOGUE[name]!;
    cluster.addAddon(AddonName.of(name), {
      version: AddonVersion.of('v1.0.0-eksbuild.1'),
      podIdentityRoleArn:
        serviceAccount !== undefined && permissions === undefined
          ? 'arn:aws:iam::111122223333:role/brought'
          : undefined,
    });
  }
  cluster.addNodeGroup('workers', { ami: Ami.eksOptimized() });
  return app;
}

describeRehearsal('every add-on of the catalogue', () => {
  it('becomes active in order, whatever takes how long', async () => {
    for (const seed of [3, 11]) {
      const rehearsal = rehearse(everyAddon(seed === 11 ? [...NAMES].reverse() : NAMES), { seed });
      const created = await rehearsal.create();
      expect(created.errors).toEqual([]);
      expect(rehearsal.violations()).toEqual([]);
      const addons = created.operations.filter(({ type }) => type === 'aws_eks_addon');
      expect(addons.map(({ outcome }) => outcome)).toEqual(NAMES.map(() => 'done'));
      expect(
        rehearsal.world.all('aws_eks_addon').map(({ attributes }) => attributes['addon_name']),
      ).toHaveLength(NAMES.length);
      const nodes = created.operations.find(({ type }) => type === 'aws_eks_node_group')!;
      const before = addons.filter(({ endedAt }) => endedAt <= nodes.startedAt);
      const after = addons.filter(({ startedAt }) => startedAt >= nodes.endedAt);
      // Nothing is made while nodes come up.
      expect([before.length, after.length]).toEqual([
        NAMES.filter((name) => ADDON_CATALOGUE[name]!.stage === DeploymentStage.PRE_COMPUTE_ADDONS).length,
        NAMES.filter((name) => ADDON_CATALOGUE[name]!.stage === DeploymentStage.POST_COMPUTE_ADDONS).length,
      ]);
      expect((await rehearsal.plan()).changes).toEqual([]);
    }
  });

  it('goes in the reverse order, and leaves nothing behind', async () => {
    const rehearsal = rehearse(everyAddon(), { seed: 5 });
    expect((await rehearsal.create()).errors).toEqual([]);
    expect((await rehearsal.destroy({ liftProtection: true })).errors).toEqual([]);
    expect(rehearsal.violations()).toEqual([]);
  });

  it('A10: is moved, or left alone, where its place or its id changes', async () => {
    const version = AddonVersion.of('v1.0.0');
    const appOf = (add: (cluster: SafeEksCluster) => void): App => {
      const app = newApp();
      const stack = newStack(app);
      const cluster = new SafeEksCluster(stack, 'Cluster', {
        clusterName: 'full',
        version: KubernetesVersion.V1_35,
        network: new EksVpc(stack, 'Network', {
          availabilityZones: ['eu-west-1a', 'eu-west-1b'],
        }),
      });
      cluster.grantClusterAdmin('admin', ADMIN_ARN);
      cluster.addNodeGroup('workers', { ami: Ami.eksOptimized() });
      add(cluster);
      return app;
    };
    const acme = AddonName.of('acme_agent');
    const rehearsal = rehearse(appOf((cluster) => cluster.addAddon(acme, { version })));
    expect((await rehearsal.create()).errors).toEqual([]);
    const later = await rehearsal.apply(
      appOf((cluster) => cluster.addAddon(acme, { version, beforeCompute: true })),
    );
    expect([later.errors, later.changes]).toEqual([[], []]);
    const { address } = rehearsal.phases[0]!.operations.find((one) => one.address.includes('acme_agent'))!;
    const renamed = await rehearsal.apply(
      appOf((cluster) => {
        const addon = new Addon(cluster, 'renamed', { cluster, addonName: acme, version });
        addon.resource.moveFromId(address);
      }),
    );
    expect(renamed.errors).toEqual([]);
    expect(renamed.changes.map(({ action }) => action)).toEqual(['move']);
  });
});
