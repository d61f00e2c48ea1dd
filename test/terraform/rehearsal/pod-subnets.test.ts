/**
 * A3: what configures the CNI has to be there before the first node is. Here: pods in subnets of their own.
 */
import { EksAddon } from '@cdktf/provider-aws/lib/eks-addon';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import { expect, it } from '@jest/globals';
import type { App } from 'cdktf';
import { Ami, Cni, EksVpc, KubernetesVersion, SafeEksCluster } from '../../../lib';
import { rehearse } from '../../../lib/rehearsal';
import { ADMIN_ARN } from '../../support/cluster';
import { naiveCluster, naiveNodes } from '../../support/naive-parts';
import { newApp, newStack } from '../../support/synth';
import { describeRehearsal } from '../describe-terraform';

const ZONES = ['eu-west-1a', 'eu-west-1b'];
const SETTINGS = {
  env: { AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG: 'true', ENI_CONFIG_LABEL_DEF: 'topology.kubernetes.io/zone' },
};

/** As people write it: the CNI before nodes, and the ENIConfigs by kubectl, when there is a cluster to ask. */
function lateEniConfig(app: App): void {
  const stack = newStack(app, 'naive');
  const cluster = naiveCluster(stack);
  const cni = new EksAddon(stack, 'cni', {
    clusterName: cluster.name,
    addonName: 'vpc-cni',
    configurationValues: JSON.stringify(SETTINGS),
    resolveConflictsOnCreate: 'OVERWRITE',
  });
  naiveNodes(stack, cluster, { dependsOn: [cni] });
}

function podSubnets(app: App, zones: readonly string[] = ZONES): void {
  const stack = newStack(app, 'ours');
  const network = new EksVpc(stack, 'Network', { availabilityZones: ZONES });
  const cluster = new SafeEksCluster(stack, 'Cluster', {
    clusterName: 'ours',
    version: KubernetesVersion.V1_35,
    network,
  });
  cluster.grantClusterAdmin('admin', ADMIN_ARN);
  cluster.addNodeGroup('workers', { ami: Ami.eksOptimized() });
  const podSubnetIds = Object.fromEntries(
    zones.map((zone, index) => [
      zone,
      new Subnet(stack, `pods-${zone}`, {
        vpcId: network.resource.id,
        availabilityZone: zone,
        cidrBlock: `10.0.${String(200 + index)}.0/24`,
      }).id,
    ]),
  );
  cluster.addons.useCni(Cni.vpcCni({ customNetworking: { podSubnetIds } }));
}

function appOf(build: (app: App) => void): App {
  const app = newApp();
  build(app);
  return app;
}

describeRehearsal('A3: pods in subnets of their own', () => {
  it('have no addresses on nodes that are there before anybody says which subnets', async () => {
    const rehearsal = rehearse(appOf(lateEniConfig));
    await rehearsal.create();
    expect(rehearsal.violations().map(({ rule }) => rule)).toContain('node-before-eni-config');
  });

  it('are known to the CNI before the first node starts', async () => {
    for (const seed of [undefined, 1]) {
      const rehearsal = rehearse(appOf(podSubnets), { seed });
      const created = await rehearsal.create();
      expect(created.errors).toEqual([]);
      expect(rehearsal.violations()).toEqual([]);
      const cni = created.operations.find(
        ({ address }) => address.includes('vpc-cni') && address.startsWith('aws_eks_addon'),
      );
      const starts = rehearsal.world.events
        .filter(({ what }) => what === 'node-started')
        .map(({ time }) => time);
      expect(starts.length).toBeGreaterThan(0);
      expect(cni!.endedAt).toBeLessThanOrEqual(Math.min(...starts));
      expect((await rehearsal.plan()).changes).toEqual([]);
    }
  });

  it('are missed where a zone with nodes has none', async () => {
    const rehearsal = rehearse(
      appOf((app) => {
        podSubnets(app, ['eu-west-1a']);
      }),
    );
    await rehearsal.create();
    expect(rehearsal.violations().map(({ rule }) => rule)).toEqual(['node-before-eni-config']);
  });
});
