/**
 * Taking over a cluster that another tool made: it is imported, changed in place, and nothing of it is replaced.
 */
import { expect, it } from '@jest/globals';
import type { App } from 'cdktf';
import { textOr } from '../../../lib/rehearsal/aws/texts';
import { rehearse } from '../../../lib/rehearsal';
import type { Phase, Rehearsal } from '../../../lib/rehearsal';
import { Ami } from '../../../lib';
import type { Adoption } from '../../support/existing-clusters';
import { adoptedCluster, existingCluster } from '../../support/existing-clusters';
import { newApp } from '../../support/synth';
import { describeRehearsal } from '../describe-terraform';

function appOf(build: (app: App) => void): App {
  const app = newApp();
  build(app);
  return app;
}

async function live(): Promise<Rehearsal> {
  const rehearsal = rehearse(appOf(existingCluster), {
    workloads: [{ name: 'web', replicas: 2, minAvailable: 1 }],
  });
  expect((await rehearsal.create()).errors).toEqual([]);
  return rehearsal;
}

function ours(rehearsal: Rehearsal, adoption: Partial<Adoption> = {}): App {
  const [template] = rehearsal.world.all('aws_launch_template');
  return appOf((app) => {
    adoptedCluster(app, { templateId: template?.id ?? '', importExisting: true, ...adoption });
  });
}

const groupsOf = ({ world }: Rehearsal): string[] =>
  world
    .all('aws_eks_node_group')
    .map(({ attributes }) => textOr(attributes['node_group_name']).replace(/\d{18,}\w*$/, ''));

const changesOf = ({ changes }: Phase): string[] =>
  changes.map(({ action, address }) => `${action} ${address.replace(/_[0-9A-F]{8}$/, '')}`).sort();

describeRehearsal('E4: a cluster that is taken over', () => {
  it('is imported with what belongs to it: changed in place, nothing replaced, no pod moved', async () => {
    const rehearsal = await live();
    const nodes = rehearsal.world.events.filter(({ what }) => what === 'node-started');
    const adopted = await rehearsal.apply(ours(rehearsal));
    expect(adopted.errors).toEqual([]);
    expect(changesOf(adopted)).toEqual([
      // Self-managed copies become add-ons of EKS, and the CNI gets a role of its own.
      'create aws_eks_addon.Cluster_Addons_coredns',
      'create aws_eks_addon.Cluster_Addons_eks-pod-identity-agent',
      'create aws_eks_addon.Cluster_Addons_kube-proxy',
      'create aws_iam_role.Cluster_Addons_vpc-cni_Role',
      'create aws_iam_role_policy_attachment.Cluster_Addons_vpc-cni_Role_AmazonEKS_CNI_Policy',
      'import aws_eks_access_policy_association.Cluster_Access_111122223333-role-admin_AmazonEKSClusterAdminPolicy',
      // Imported as well; what changes are tags and our defaults.
      'update aws_cloudwatch_log_group.Cluster_LogGroup',
      'update aws_eks_access_entry.Cluster_Access_111122223333-role-admin',
      'update aws_eks_addon.Cluster_Addons_vpc-cni',
      'update aws_eks_cluster.Cluster',
      'update aws_eks_fargate_profile.Cluster_jobs',
      'update aws_eks_node_group.Cluster_workers',
    ]);
    expect(rehearsal.world.events.filter(({ what }) => what === 'node-started')).toEqual(nodes);
    expect(groupsOf(rehearsal)).toEqual(['workers']);
    expect((await rehearsal.plan()).changes).toEqual([]);
    expect(rehearsal.violations()).toEqual([]);
  });

  it('needs no import any more after that, and its nodes move to a template of ours beside the old ones', async () => {
    const rehearsal = await live();
    expect((await rehearsal.apply(ours(rehearsal))).errors).toEqual([]);
    const later = await rehearsal.apply(ours(rehearsal, { importExisting: false }));
    expect([later.errors, later.changes]).toEqual([[], []]);
    const moved = await rehearsal.apply(
      ours(rehearsal, {
        importExisting: false,
        nodes: { ami: Ami.eksOptimized(), importExisting: undefined },
      }),
    );
    expect(moved.errors).toEqual([]);
    expect(changesOf(moved)).toEqual([
      'create aws_launch_template.Cluster_workers_LaunchTemplate',
      'replace aws_eks_node_group.Cluster_workers',
    ]);
    const steps = moved.operations
      .filter(({ type }) => type === 'aws_eks_node_group')
      .map(({ action, startedAt, endedAt }) => ({ action, startedAt, endedAt }));
    expect(steps.map(({ action }) => action)).toEqual(['create', 'delete']);
    expect(steps[1]!.startedAt).toBeGreaterThanOrEqual(steps[0]!.endedAt);
    expect(groupsOf(rehearsal)).toEqual([expect.stringMatching(/^workers-[0-9a-f]{8}-$/)]);
    expect(rehearsal.violations()).toEqual([]);
  });

  it('gives a group that is replaced for another reason a name of ours', async () => {
    const rehearsal = await live();
    expect((await rehearsal.apply(ours(rehearsal))).errors).toEqual([]);
    const replaced = await rehearsal.apply(ours(rehearsal, { nodes: { instanceTypes: ['m6i.xlarge'] } }));
    expect(replaced.errors).toEqual([]);
    expect(changesOf(replaced)).toEqual(['replace aws_eks_node_group.Cluster_workers']);
    expect(groupsOf(rehearsal)).toEqual([expect.stringMatching(/^workers-[0-9a-f]{8}-$/)]);
    expect(rehearsal.violations()).toEqual([]);
  });
});

describeRehearsal('E6: add-ons that EKS does not manage yet', () => {
  it('are overwritten once, and what somebody sets afterwards stays', async () => {
    const rehearsal = await live();
    expect((await rehearsal.apply(ours(rehearsal))).errors).toEqual([]);
    const settings = rehearsal.world
      .all('aws_eks_addon')
      .map(({ attributes }) => [
        attributes['addon_name'],
        attributes['resolve_conflicts_on_create'],
        attributes['resolve_conflicts_on_update'],
      ]);
    expect(settings.sort()).toEqual(
      ['coredns', 'eks-pod-identity-agent', 'kube-proxy', 'vpc-cni'].map((name) => [
        name,
        'OVERWRITE',
        'PRESERVE',
      ]),
    );
  });
});
