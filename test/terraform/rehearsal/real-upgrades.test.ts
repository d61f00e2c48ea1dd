/**
 * What the real AWS provider plans for a change of nodes, from the state of a cluster that a rehearsal has made.
 */
import { beforeAll, expect, it } from '@jest/globals';
import { Ami, KubernetesVersion, NodeUpdate, Scaling } from '../../../lib';
import { rehearse } from '../../../lib/rehearsal';
import type { Fleet } from '../../support/fleet';
import { fleet, from, IMAGES, NEXT_IMAGE, UPGRADED_IMAGE } from '../../support/fleet';
import { appOf } from '../../support/rehearsed';
import { synth } from '../../support/synth';
import { describeTerraform } from '../describe-terraform';
import type { ResourceChange } from '../results';
import { expectRan } from '../results';
import type { TerraformState } from '../terraform-state';
import { asWrittenByProvider } from '../terraform-state';

const BLUE_GREEN = { update: NodeUpdate.blueGreen() };

describeTerraform('a cluster that is there', (terraform) => {
  const states: { [name: string]: TerraformState } = {};

  async function stateOf(given: Fleet): Promise<TerraformState> {
    const rehearsal = rehearse(appOf(fleet, given), { images: IMAGES });
    expect((await rehearsal.create()).errors).toEqual([]);
    return asWrittenByProvider(rehearsal.stateOf('stack')!);
  }

  async function planned(given: Fleet, state: TerraformState): Promise<readonly ResourceChange[]> {
    const { directory } = synth(appOf(fleet, given)).stack('stack');
    const plan = expectRan(await terraform.plan(directory, { state }));
    expect(plan.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    return plan.changes.filter(({ action }) => action !== 'no-op');
  }

  const briefly = (changes: readonly ResourceChange[]): string[] =>
    changes.map(({ action, address }) => `${action} ${address.replace(/_[0-9A-F]{8}$/, '')}`).sort();

  beforeAll(async () => {
    states['rolling'] = await stateOf({});
    states['blue/green'] = await stateOf({ all: BLUE_GREEN });
    states['of EKS'] = await stateOf({ all: { ami: Ami.eksOptimized() } });
  });

  it('has nothing to be done', async () => {
    expect(briefly(await planned({}, states['rolling']!))).toEqual([]);
    expect(briefly(await planned({ all: BLUE_GREEN }, states['blue/green']!))).toEqual([]);
  });

  it('gets a group that can be empty, with what an autoscaler has to know of it', async () => {
    const more = { scaling: Scaling.external({ min: 0, max: 5 }), labels: { team: 'shop' } };
    const given = { groups: { one: {}, two: {}, zero: more } };
    const changes = briefly(await planned(given, states['rolling']!));
    expect(changes.filter((change) => change.includes('aws_autoscaling'))).toHaveLength(2);
    const rehearsal = rehearse(appOf(fleet, given), { images: IMAGES });
    expect((await rehearsal.create()).errors).toEqual([]);
    expect((await rehearsal.plan()).changes).toEqual([]);
    expect((await rehearsal.destroy({ liftProtection: true })).errors).toEqual([]);
    expect(rehearsal.violations()).toEqual([]);
  });

  it('gets a new image in place, and nothing is replaced', async () => {
    expect(briefly(await planned({ all: from(NEXT_IMAGE) }, states['rolling']!))).toEqual([
      'update aws_eks_node_group.Cluster_one',
      'update aws_eks_node_group.Cluster_two',
      'update aws_launch_template.Cluster_one_LaunchTemplate',
      'update aws_launch_template.Cluster_two_LaunchTemplate',
    ]);
  });

  it('gets a group beside the old one where that is asked for, and nothing else is replaced', async () => {
    const groups = { one: from(NEXT_IMAGE), two: {} };
    const changes = await planned({ all: BLUE_GREEN, groups }, states['blue/green']!);
    expect(briefly(changes)).toEqual([
      'replace aws_eks_node_group.Cluster_one',
      'update aws_launch_template.Cluster_one_LaunchTemplate',
    ]);
    const group = changes.find(({ type }) => type === 'aws_eks_node_group')!;
    expect(group.actions).toEqual(['create', 'delete']);
    expect(group.replacePaths).toEqual([['node_group_name_prefix']]);
  });

  it('is upgraded in place as a whole, from images of one’s own and from those of EKS', async () => {
    const cluster = { version: KubernetesVersion.V1_35 };
    const addons = ['coredns', 'kube-proxy'].map((name) => `update aws_eks_addon.Cluster_Addons_${name}`);
    const others = [...addons, 'update aws_eks_cluster.Cluster'];
    const groups = ['update aws_eks_node_group.Cluster_one', 'update aws_eks_node_group.Cluster_two'];
    const own = briefly(await planned({ cluster, all: from(UPGRADED_IMAGE) }, states['rolling']!));
    expect(own.filter((change) => !change.includes('aws_launch_template'))).toEqual([...others, ...groups]);
    const ofEks = await planned({ cluster, all: { ami: Ami.eksOptimized() } }, states['of EKS']!);
    expect(briefly(ofEks)).toEqual([...others, ...groups]);
  });

  it('is left alone when a control plane goes ahead, but for the control plane', async () => {
    const cluster = { controlPlaneVersion: KubernetesVersion.V1_35 };
    expect(briefly(await planned({ cluster, all: { ami: Ami.eksOptimized() } }, states['of EKS']!))).toEqual([
      'update aws_eks_cluster.Cluster',
    ]);
  });
});
