/**
 * Clusters that are managed elsewhere: what is missing is named, and everything can be added to them.
 */
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { expect, test } from '@jest/globals';
import { AccessEntryAuth } from '../../lib/access/access-entry-auth';
import { OrderedAddons } from '../../lib/addons/ordered-addons';
import type { ISafeEksCluster } from '../../lib/cluster/i-safe-eks-cluster';
import { KubernetesVersion } from '../../lib/cluster/kubernetes-version';
import { SafeEksCluster } from '../../lib/cluster/safe-eks-cluster';
import { Ami } from '../../lib/nodes/ami';
import { RollingCustomAmiNodeGroup } from '../../lib/nodes/rolling-custom-ami-node-group';
import { SafeEksError } from '../../lib/validation/safe-eks-error';
import { ADMIN_ARN, importedCluster } from '../support/cluster';
import { edgesOf } from '../support/fake-resource';
import { newApp, newStack, problemsOf, synth } from '../support/synth';

const OPTIONAL = [
  'network',
  'clusterArn',
  'clusterEndpoint',
  'clusterCertificateAuthorityData',
  'clusterSecurityGroupId',
  'clusterOpenIdConnectIssuerUrl',
  'serviceCidr',
] as const satisfies readonly (keyof ISafeEksCluster)[];

test.each(OPTIONAL)('%s that was not given is missed by name as soon as it is needed', (name) => {
  const cluster = importedCluster(newStack(newApp()), { [name]: undefined });
  const read = (): unknown => cluster[name];

  expect(read).toThrow(SafeEksError);
  expect(read).toThrow(
    `stack/Imported: ${name} of the imported cluster is needed but was not given (SEKS1206). Give ${name} to fromClusterAttributes.`,
  );
});

test('attributes that were given are there, and reading them makes no resource', () => {
  const stack = newStack(newApp());
  const cluster = importedCluster(stack);
  const before = stack.node.findAll().length;

  expect(OPTIONAL.map((name) => cluster[name])).not.toContain(undefined);
  expect(cluster).toMatchObject({
    clusterName: 'imported',
    physicalName: 'imported',
    clusterVersion: '1.34',
    ipFamily: 'ipv4',
    region: 'eu-west-1',
    tags: { 'safe-eks:cluster': 'imported' },
    serviceCidr: '172.20.0.0/16',
  });
  expect(stack.node.findAll()).toHaveLength(before);
});

test('name and version are all that must be known', () => {
  const app = newApp();
  const stack = newStack(app);
  const cluster = SafeEksCluster.fromClusterAttributes(stack, 'Imported', {
    clusterName: 'imported',
    version: KubernetesVersion.V1_34,
  });
  new AccessEntryAuth(stack, 'Access', { cluster }).grantClusterAdmin('admin', ADMIN_ARN);

  expect(synth(app).stack('stack').graph.ofType('aws_eks_access_entry')[0]!.block).toMatchObject({
    cluster_name: 'imported',
  });
});

test('a node group, access and add-ons on an imported cluster are ordered as on one of ours', () => {
  const app = newApp();
  const stack = newStack(app);
  const cluster = importedCluster(stack);
  new RollingCustomAmiNodeGroup(stack, 'Workers', { cluster, ami: Ami.eksOptimized() });
  new AccessEntryAuth(stack, 'Access', { cluster }).grantClusterAdmin('admin', ADMIN_ARN);
  new OrderedAddons(stack, 'Addons', { cluster });

  const output = synth(app);
  expect(edgesOf(output)).toMatchObject({
    'Addons/coredns/Resource': ['Workers/Resource'],
    'Addons/vpc-cni/Resource': expect.arrayContaining(['Addons/eks-pod-identity-agent/Resource']),
    'Workers/Resource': expect.arrayContaining([
      'Addons/eks-pod-identity-agent/Resource',
      'Addons/kube-proxy/Resource',
      'Addons/vpc-cni/Resource',
      'Workers/Role/AmazonEKSWorkerNodePolicy',
    ]),
  });
  expect(output.stack('stack').graph.ofType('aws_eks_cluster')).toEqual([]);
});

test('what is added to it gets its tags and its provider', () => {
  const app = newApp();
  const stack = newStack(app);
  const provider = new AwsProvider(stack, 'other', { alias: 'other', region: 'cn-north-1' });
  const cluster = importedCluster(stack, { provider, tags: { team: 'shop' } });
  new RollingCustomAmiNodeGroup(stack, 'Workers', { cluster, ami: Ami.eksOptimized() });
  new OrderedAddons(stack, 'Addons', { cluster });
  new AccessEntryAuth(stack, 'Access', { cluster }).grantClusterAdmin('admin', ADMIN_ARN);

  const { graph } = synth(app).stack('stack');
  expect(
    graph.nodes.filter(({ block }) => block['provider'] !== 'aws.other').map(({ path }) => path),
  ).toEqual([]);
  expect(graph.at('Addons/coredns/Resource').block['tags']).toEqual({
    'safe-eks:cluster': 'imported',
    team: 'shop',
  });
  expect(graph.at('Workers/Role/AmazonEKSWorkerNodePolicy').block['policy_arn']).toBe(
    'arn:aws-cn:iam::aws:policy/AmazonEKSWorkerNodePolicy',
  );
});

test('an imported cluster without nodes in this app is told of add-ons that need them', () => {
  const app = newApp();
  const stack = newStack(app);
  new OrderedAddons(stack, 'Addons', { cluster: importedCluster(stack) });

  expect(problemsOf(app)).toEqual(['SEKS3005 at stack/Addons']);
});
