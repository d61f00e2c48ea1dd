/**
 * Self-managed nodes through their life, ours beside what people write by hand: real Terraform, simulated AWS.
 */
import { expect, it } from '@jest/globals';
import type { App } from 'cdktf';
import type { SelfManagedNodeGroupOptions } from '../../../lib';
import { Ami, SafeEks, Scaling } from '../../../lib';
import type { Rehearsal } from '../../../lib/rehearsal';
import { rehearse } from '../../../lib/rehearsal';
import { bareCluster } from '../../support/cluster';
import { selfManagedNodes, selfManagedNodesOfOwnRole } from '../../support/naive-nodes';
import { appOf, changesOf, errorTextOf, messageOf, rulesOf, stepsOf } from '../../support/rehearsed';
import { newStack } from '../../support/synth';
import { describeRehearsal } from '../describe-terraform';

const FIRST = 'ami-0123456789abcdef0';
const NEXT = 'ami-0fedcba9876543210';

/** A cluster whose nodes are all self-managed. */
function ours(app: App, imageId: string, options: Partial<SelfManagedNodeGroupOptions> = {}): void {
  const stack = newStack(app);
  const cluster = bareCluster(stack, { preventDestroy: false, deletionProtection: false });
  cluster.grantClusterAdmin('admin', 'arn:aws:iam::111122223333:role/admin');
  cluster.addSelfManagedNodeGroup('own', {
    ami: Ami.al2023({ id: imageId }),
    scaling: Scaling.external({ min: 2, max: 4 }),
    ...options,
  });
  SafeEks.acknowledge(cluster, 'SEKS2029', 'the test is about that');
}

const refreshesIn = ({ world }: Rehearsal): readonly string[] =>
  world.events.filter(({ what }) => what.startsWith('instance-refresh')).map(({ what }) => what);

describeRehearsal('self-managed nodes', () => {
  it('never join when somebody forgets their access entry, and Terraform is content', async () => {
    const rehearsal = rehearse(appOf(selfManagedNodes, 'nobody'));
    expect((await rehearsal.create()).errors).toEqual([]);
    await rehearsal.pass(60);
    expect(rulesOf(rehearsal)).toEqual(['self-managed-nodes-lost']);
  });

  it('of ours join, follow a new image by a refresh, and go without a trace', async () => {
    const rehearsal = rehearse(appOf(ours, FIRST));
    const created = await rehearsal.create();
    expect(created.errors).toEqual([]);
    const steps = stepsOf(created).map((step) => step.replace(/_[0-9A-F]{8}$/, ''));
    const placeOf = (step: string): number => steps.indexOf(step);
    expect(placeOf('create aws_eks_access_entry.Cluster_own_AccessEntry')).toBeGreaterThan(0);
    expect(placeOf('create aws_autoscaling_group.Cluster_own')).toBeGreaterThan(
      placeOf('create aws_eks_access_entry.Cluster_own_AccessEntry'),
    );
    expect(placeOf('create aws_eks_addon.Cluster_Addons_coredns')).toBeGreaterThan(
      placeOf('create aws_autoscaling_group.Cluster_own'),
    );
    expect((await rehearsal.plan()).changes).toEqual([]);

    const rolled = await rehearsal.apply(appOf(ours, NEXT));
    expect(rolled.errors).toEqual([]);
    // Terraform is done long before the refresh is.
    expect(refreshesIn(rehearsal)).toEqual(['instance-refresh-started']);
    expect((rolled.endedAt - rolled.startedAt) / 60_000).toBeLessThan(5);
    await rehearsal.pass(60);
    expect(refreshesIn(rehearsal)).toEqual(['instance-refresh-started', 'instance-refresh-done']);
    expect((await rehearsal.plan()).changes).toEqual([]);

    expect((await rehearsal.destroy()).errors).toEqual([]);
    expect(rehearsal.violations()).toEqual([]);
  });

  it('of ours get a new group and a new entry with a new role, while the old nodes keep theirs', async () => {
    const rehearsal = rehearse(appOf(ours, FIRST));
    expect((await rehearsal.create()).errors).toEqual([]);
    const role = rehearsal.world.all('aws_iam_role').find(({ id }) => id.startsWith('main.node.own.'));
    rehearsal.world.vanish(role!.id);
    const repaired = await rehearsal.apply(appOf(ours, FIRST));
    expect(errorTextOf(repaired)).toBe('');
    const changes = changesOf(repaired).map((change) => change.replace(/_[0-9A-F]{8}$/, ''));
    expect(changes).toEqual(
      expect.arrayContaining([
        'create aws_iam_role.Cluster_own_Role',
        'replace aws_autoscaling_group.Cluster_own',
        'replace aws_eks_access_entry.Cluster_own_AccessEntry',
        'replace aws_iam_instance_profile.Cluster_own_InstanceProfile',
      ]),
    );
    const steps = stepsOf(repaired).map((step) => step.replace(/_[0-9A-F]{8}$/, ''));
    const [made, gone] = ['create', 'delete'].map((action) => `${action} aws_autoscaling_group.Cluster_own`);
    expect(steps.indexOf(made!)).toBeLessThan(steps.indexOf(gone!));
    expect(steps.indexOf('delete aws_eks_access_entry.Cluster_own_AccessEntry')).toBeGreaterThan(
      steps.indexOf(gone!),
    );
    await rehearsal.pass(30);
    expect((await rehearsal.plan()).changes).toEqual([]);
    expect(rulesOf(rehearsal)).not.toContain('self-managed-nodes-lost');
    expect(rulesOf(rehearsal)).not.toContain('dead-access-entry');
  });

  it('by hand, with a role of a fixed name, are in the way of their own entry', async () => {
    const rehearsal = rehearse(appOf(selfManagedNodesOfOwnRole));
    expect((await rehearsal.create()).errors).toEqual([]);
    rehearsal.world.vanish('naive-own-nodes');
    const repaired = await rehearsal.apply(appOf(selfManagedNodesOfOwnRole));
    expect(errorTextOf(repaired)).toContain(
      'ResourceInUseException: The specified access entry resource is already in use on this cluster',
    );
  });

  it('are not drained: a refresh breaks a budget that has no room, as the warning says', async () => {
    const rehearsal = rehearse(appOf(ours, FIRST), {
      workloads: [{ name: 'db', replicas: 2, minAvailable: 2 }],
    });
    expect((await rehearsal.create()).errors).toEqual([]);
    expect((await rehearsal.apply(appOf(ours, NEXT))).errors).toEqual([]);
    await rehearsal.pass(60);
    expect(messageOf(rehearsal, 'disruption-budget-broken')).toContain(
      'because the instance refresh of the Auto Scaling group main.own-',
    );
  });
});
