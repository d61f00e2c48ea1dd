/**
 * Import blocks of what exists already, and what it has to be given. That nothing is replaced is rehearsed:
 * test/terraform/rehearsal/adoption.test.ts.
 */
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { expect, test } from '@jest/globals';
import { AccessPolicy, AccessScope, AddonName, Ami, ClusterEncryption } from '../../lib';
import type { SafeEksClusterProps } from '../../lib';
import { adoptedCluster } from '../support/existing-clusters';
import { addWorkers, ADMIN_ARN, bareCluster, newCluster } from '../support/cluster';
import { messagesOf, newApp, newStack, synth } from '../support/synth';

const ROLE_ARN = 'arn:aws:iam::111122223333:role/cluster';
const KEPT: Partial<SafeEksClusterProps> = {
  importExisting: true,
  roleArn: ROLE_ARN,
  encryption: ClusterEncryption.awsOwnedKey(),
};

/** The import blocks of a stack, by import id. */
function imports(configuration: { readonly [section: string]: unknown }): string[] {
  const blocks = (configuration['import'] ?? []) as { readonly to: string; readonly id: string }[];
  return blocks.map(({ to, id }) => `${id} to ${to.replace(/_[0-9A-F]{8}$/, '')}`).sort();
}

test('all that is said to exist is imported', () => {
  const app = newApp();
  adoptedCluster(app, { templateId: 'lt-0123456789abcdef0', importExisting: true });
  expect(imports(synth(app).stack('ours').configuration)).toEqual([
    '/aws/eks/naive/cluster to aws_cloudwatch_log_group.Cluster_LogGroup',
    'naive to aws_eks_cluster.Cluster',
    `naive#${ADMIN_ARN}#arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy to ` +
      'aws_eks_access_policy_association.Cluster_Access_111122223333-role-admin_AmazonEKSClusterAdminPolicy',
    `naive:${ADMIN_ARN} to aws_eks_access_entry.Cluster_Access_111122223333-role-admin`,
    'naive:jobs to aws_eks_fargate_profile.Cluster_jobs',
    'naive:vpc-cni to aws_eks_addon.Cluster_Addons_vpc-cni',
    'naive:workers to aws_eks_node_group.Cluster_workers',
  ]);
});

test('nothing is imported that is not said to exist', () => {
  const app = newApp();
  newCluster(newStack(app));
  expect(synth(app).stack('stack').configuration).not.toHaveProperty('import');
});

test('only the policies that are granted with it are imported with an entry', () => {
  const app = newApp();
  const cluster = newCluster(newStack(app));
  const team = 'arn:aws:iam::111122223333:role/team';
  cluster.access.grant('view', team, {
    policies: [AccessPolicy.view(AccessScope.CLUSTER)],
    importExisting: true,
  });
  cluster.access.grant('edit', team, { policies: [AccessPolicy.edit(AccessScope.namespaces('shop'))] });
  expect(imports(synth(app).stack('stack').configuration)).toEqual([
    expect.stringContaining(`main#${team}#arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy`),
    expect.stringContaining(`main:${team} to`),
  ]);
});

test('imports use the provider of the cluster', () => {
  const app = newApp();
  const stack = newStack(app);
  const provider = new AwsProvider(stack, 'other', { alias: 'other', region: 'eu-central-1' });
  const cluster = bareCluster(stack, { ...KEPT, provider });
  cluster.grantClusterAdmin('admin', ADMIN_ARN);
  cluster.addAddon(AddonName.VPC_CNI, { importExisting: true });
  addWorkers(cluster);
  const blocks = synth(app).stack('stack').configuration['import'] as { readonly provider: string }[];
  expect(blocks.map((block) => block.provider)).toEqual(['aws.other', 'aws.other']);
});

test('a cluster that exists keeps its role and its key', () => {
  const app = newApp();
  newCluster(newStack(app), { importExisting: true });
  expect(messagesOf(app)).toEqual([
    'stack/Cluster: roleArn is not given, and an existing cluster keeps the one that it has (SEKS1211). Give the ARN of the role that ' +
      'aws eks describe-cluster names.',
    'stack/Cluster: encryption is not given, and an existing cluster keeps the one that it has (SEKS1211). Give ' +
      'ClusterEncryption.existingKey with the key that aws eks describe-cluster names, or awsOwnedKey() if it names none.',
  ]);
});

test('a node group that exists keeps its role, its subnets and its template', () => {
  const app = newApp();
  const cluster = newCluster(newStack(app));
  cluster.addNodeGroup('old', { importExisting: 'old', ami: Ami.eksOptimized() });
  const message = (property: string, fix: string): string =>
    `stack/Cluster/old: ${property} is not that of the existing node group, which would be replaced (SEKS2031). ${fix}`;
  expect(messagesOf(app)).toEqual([
    message('nodeRoleArn', 'Give the ARN of the role that aws eks describe-nodegroup names.'),
    message('subnetIds', 'Give the subnets that aws eks describe-nodegroup names.'),
    message(
      'ami',
      'Give Ami.launchTemplate with the template that aws eks describe-nodegroup names; a group without one cannot be taken over: make ' +
        'a new one beside it.',
    ),
  ]);
});

test('a Fargate profile that exists keeps its role and its subnets', () => {
  const app = newApp();
  const cluster = newCluster(newStack(app));
  cluster.addFargateProfile('jobs', { importExisting: 'jobs', selectors: [{ namespace: 'jobs' }] });
  expect(messagesOf(app)).toEqual(
    ['podExecutionRoleArn', 'subnetIds'].map(
      (property) =>
        `stack/Cluster/jobs: ${property} is not that of the existing Fargate profile, which would be replaced (SEKS6008). Give what aws ` +
        'eks describe-fargate-profile names.',
    ),
  );
});

test('the types of an existing group may be those of its template', () => {
  const app = newApp();
  const cluster = newCluster(newStack(app));
  cluster.addNodeGroup('old', {
    importExisting: 'old',
    nodeRoleArn: 'arn:aws:iam::111122223333:role/nodes',
    subnetIds: ['subnet-a'],
    ami: Ami.launchTemplate({ id: 'lt-0123456789abcdef0', version: '3' }),
  });
  const { block } = synth(app).stack('stack').graph.at('Cluster/old/Resource');
  expect(block).not.toHaveProperty('instance_types');
  expect(block['lifecycle']).toMatchObject({
    ignore_changes: ['scaling_config[0].desired_size', 'node_group_name_prefix'],
  });
});
