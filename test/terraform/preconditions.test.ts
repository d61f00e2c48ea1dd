/**
 * What is refused at plan, since it can be known no earlier: proven with invented answers of AWS.
 */
import { afterEach, expect, it } from '@jest/globals';
import type { App } from 'cdktf';
import {
  Ami,
  AmiFit,
  AutoMode,
  AutoModeState,
  EksNetwork,
  KubernetesVersion,
  SafeEksCluster,
} from '../../lib';
import { SynthesizedApp } from '../../lib/testing';
import { NETWORK } from '../support/cluster';
import { newStack } from '../support/synth';
import { describeTerraform } from './describe-terraform';
import { subnetsOf } from './assumed-answers';
import type { JsonObject } from './json';
import { objectAt } from './json';
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

const AMI_ID = 'ami-0123456789abcdef0';

/** Its group has an image that says for which version it is made as the image's owner likes. */
function clusterWithImage(app: App, fit?: AmiFit): void {
  const cluster = new SafeEksCluster(newStack(app, 'live'), 'Cluster', {
    clusterName: 'live',
    version: KubernetesVersion.V1_35,
    network: NETWORK,
  });
  cluster.addNodeGroup('workers', { ami: Ami.al2023({ id: AMI_ID, fit }) });
  cluster.grantClusterAdmin('admin', 'arn:aws:iam::111122223333:role/admin');
}

function clusterOnItsWay(app: App, state: AutoModeState): void {
  const cluster = new SafeEksCluster(newStack(app, 'live'), 'Cluster', {
    clusterName: 'live',
    version: KubernetesVersion.V1_35,
    network: NETWORK,
    autoMode: AutoMode.migrating({ state }),
  });
  if (state !== AutoModeState.AUTO_ONLY) {
    cluster.addNodeGroup('workers', { ami: Ami.eksOptimized() });
  }
  cluster.grantClusterAdmin('admin', 'arn:aws:iam::111122223333:role/admin');
}

describeTerraform('what is refused at plan', (terraform) => {
  let app: SynthesizedFiles | undefined;

  afterEach(() => {
    app?.dispose();
  });

  /** What the plan complains about, when AWS answers so; nothing when it is made. */
  async function complaints(answers: { [type: string]: JsonObject | JsonObject[] }): Promise<string[]> {
    const { graph } = SynthesizedApp.fromDirectory(app!.outputDirectory).stack('live');
    const data = Object.fromEntries(
      Object.entries(answers).map(([type, answer]) => [
        graph.ofType(type).find(({ managed }) => !managed)!.address,
        answer,
      ]),
    );
    const plan = expectRan(await terraform.plan(app!.stackDirectory('live'), { data }));
    return plan.diagnostics.map(({ constructPath, detail }) => `${constructPath ?? ''} ${detail}`);
  }

  it('B15: subnets that are all in one availability zone', async () => {
    app = synthesize(clusterInUnknownZones);
    const subnets = subnetsOf(['subnet-0a', 'subnet-0b']);
    expect(await complaints({ aws_subnet: subnets })).toEqual([]);
    const inOneZone = Object.fromEntries(
      Object.entries(subnets).map(([id, subnet]) => [
        id,
        { ...objectAt(subnet), availability_zone: 'eu-west-1a' },
      ]),
    );
    expect(await complaints({ aws_subnet: inOneZone })).toEqual([
      'live/Cluster/Resource live/Cluster: the control-plane subnets are all in eu-west-1a (SEKS1101). EKS needs subnets in at least ' +
        'two availability zones: add one in another zone.',
    ]);
  });

  it('C2: an image of another Kubernetes version, by name or by tag', async () => {
    app = synthesize(clusterWithImage);
    const image = (name: string, tags: JsonObject = {}): JsonObject => ({
      id: AMI_ID,
      name,
      tags,
      architecture: 'x86_64',
    });
    for (const fitting of [
      image('amazon-eks-node-al2023-x86_64-standard-1.35-v20261101'),
      image('golden', { kubernetes: '1.35.2/2026-11-02/bin/linux/x86_64' }),
    ]) {
      expect(await complaints({ aws_ami: fitting })).toEqual([]);
    }
    for (const unfit of ['golden-11.35', 'golden-1.350']) {
      expect(await complaints({ aws_ami: image(unfit, { kubernetes: '1.34.9' }) })).toEqual([
        `live/Cluster/workers/LaunchTemplate/Resource live/Cluster/workers: the image ${unfit} (${AMI_ID}) carries Kubernetes ` +
          '1.35 neither in its name nor in its tag kubernetes = "1.34.9" (SEKS2016). Take an image that is made for 1.35, say ' +
          'with ami.fit where yours name the version, or hold the nodes back with version.',
      ]);
    }
  });

  it('C2: an image of another architecture', async () => {
    app = synthesize(clusterWithImage);
    const answer = { id: AMI_ID, name: 'golden-1.35', tags: {}, architecture: 'arm64' };
    expect(await complaints({ aws_ami: answer })).toEqual([
      `live/Cluster/workers/LaunchTemplate/Resource live/Cluster/workers: the image golden-1.35 (${AMI_ID}) is arm64, and ami ` +
        'says x86_64 (SEKS2005). Give an image, an architecture and instance types that fit each other.',
    ]);
  });

  it('C2: an image that names its version as its owner likes, quotes and all', async () => {
    app = synthesize((scope) => {
      clusterWithImage(
        scope,
        AmiFit.nameOrTag({ pattern: '^k"{version}"\\.\\d+%{1}$|\\${x}', tag: 'our "tag"' }),
      );
    });
    const image = (name: string): JsonObject => ({ id: AMI_ID, name, tags: {}, architecture: 'x86_64' });
    expect(await complaints({ aws_ami: image('k"1.35".2%') })).toEqual([]);
    expect(await complaints({ aws_ami: image('k1.35') })).toHaveLength(1);
  });

  it('B12: a minor version that is skipped, or lowered', async () => {
    app = synthesize(clusterWithImage);
    const live = (version: string): Record<string, JsonObject | JsonObject[]> => ({
      aws_eks_clusters: { names: ['live'] },
      aws_eks_cluster: [{ version, access_config: [{ authentication_mode: 'API' }], compute_config: [] }],
    });
    for (const version of ['1.34', '1.35']) {
      expect(await complaints(live(version))).toEqual([]);
    }
    for (const version of ['1.33', '1.36']) {
      expect(await complaints(live(version))).toEqual([
        `live/Cluster/Resource live/Cluster: version 1.35 cannot be reached from ${version}, which the cluster has (SEKS1208). ` +
          'EKS moves up by one minor version at a time: declare the one after the live version first. If it was left behind by ' +
          'an upgrade, declare the version that the cluster has. To roll back to 1.35, give UpgradeFrom.anything with the reason.',
      ]);
    }
  });

  it('B3, B6: a state of Auto Mode that takes from nodes what they live by', async () => {
    const live = (isOn: boolean, names: string[]): Record<string, JsonObject | JsonObject[]> => ({
      aws_eks_clusters: { names: ['live'] },
      aws_eks_cluster: [
        {
          version: '1.35',
          access_config: [{ authentication_mode: 'API' }],
          compute_config: [{ enabled: isOn }],
        },
      ],
      aws_eks_node_groups: [{ names }],
    });
    const at = (state: AutoModeState): void => {
      app?.dispose();
      app = synthesize((scope) => {
        clusterOnItsWay(scope, state);
      });
    };
    const path = 'live/Cluster/Resource live/Cluster:';
    at(AutoModeState.AUTO_ONLY);
    expect(await complaints(live(true, []))).toEqual([]);
    expect(await complaints(live(true, ['old', 'older']))).toEqual([
      `${path} autoMode would take CNI and DNS from node groups that are still there, old, older (SEKS8006). Remove them in an ` +
        'apply at AutoModeState.BOTH first, so that what runs on them moves.',
    ]);
    at(AutoModeState.CLASSIC);
    expect(await complaints(live(true, ['old']))).toEqual([]);
    expect(await complaints(live(false, []))).toEqual([]);
    expect(await complaints(live(true, []))).toEqual([
      `${path} autoMode would end all nodes of Auto Mode, and there is no node group for what runs on them (SEKS8007). Go to ` +
        'AutoModeState.BOTH and add node groups first.',
    ]);
  });
});
