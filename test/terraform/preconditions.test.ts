/**
 * What is refused at plan, since it can be known no earlier: proven with invented answers of AWS.
 */
import { afterEach, expect, it } from '@jest/globals';
import type { App } from 'cdktf';
import { Ami, EksNetwork, KubernetesVersion, SafeEksCluster } from '../../lib';
import { SynthesizedApp } from '../../lib/testing';
import { newStack } from '../support/synth';
import { describeTerraform } from './describe-terraform';
import type { JsonObject } from './json';
import { expectRan } from './results';
import type { SynthesizedApp as SynthesizedFiles } from './synthesize';
import { synthesize } from './synthesize';

function clusterInUnknownZones(app: App): void {
  const cluster = new SafeEksCluster(newStack(app, 'live'), 'Cluster', {
    clusterName: 'live',
    version: KubernetesVersion.V1_35,
    network: EksNetwork.fromSubnetIds({ controlPlaneSubnetIds: ['subnet-0a', 'subnet-0b'] }),
  });
  cluster.addNodeGroup('workers', { ami: Ami.eksOptimized() });
  cluster.grantClusterAdmin('admin', 'arn:aws:iam::111122223333:role/admin');
}

describeTerraform('what is refused at plan', (terraform) => {
  let app: SynthesizedFiles | undefined;

  afterEach(() => {
    app?.dispose();
  });

  it('B15: subnets that are all in one availability zone', async () => {
    app = synthesize(clusterInUnknownZones);
    const subnets = SynthesizedApp.fromDirectory(app.outputDirectory)
      .stack('live')
      .graph.ofType('aws_subnet')
      .map(({ address }) => address);
    expect(subnets).toHaveLength(2);
    const answers = (zones: readonly string[]): Record<string, JsonObject> =>
      Object.fromEntries(
        subnets.map((address, index) => [address, { availability_zone: zones[index] ?? '' }]),
      );
    const { scenarios } = expectRan(
      await terraform.test(app.stackDirectory('live'), [
        { name: 'two zones', data: answers(['eu-west-1a', 'eu-west-1b']) },
        { name: 'one zone', data: answers(['eu-west-1a', 'eu-west-1a']) },
      ]),
    );
    expect(scenarios.map(({ name, status }) => `${name}: ${status}`)).toEqual([
      'two zones: pass',
      'one zone: error',
    ]);
    const [diagnostic] = scenarios[1]?.diagnostics ?? [];
    expect(diagnostic).toMatchObject({ constructPath: 'live/Cluster/Resource' });
    expect(`${diagnostic?.summary ?? ''} ${diagnostic?.detail ?? ''}`).toContain(
      'live/Cluster: the control-plane subnets are all in eu-west-1a (SEKS1101). ' +
        'EKS needs subnets in at least two availability zones: add one in another zone.',
    );
  });
});
