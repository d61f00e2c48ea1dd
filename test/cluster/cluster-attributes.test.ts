/**
 * What belongs to the cluster as a whole: its attributes, its region and provider, its tags.
 */
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { expect, test } from '@jest/globals';
import { TerraformResource, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { AddonName } from '../../lib/addons/addon-name';
import { AddonVersion } from '../../lib/addons/addon-version';
import { EksNetwork } from '../../lib/cluster/eks-network';
import { EksVpc } from '../../lib/cluster/eks-vpc';
import { IpFamily } from '../../lib/cluster/i-safe-eks-cluster';
import { Ami } from '../../lib/nodes/ami';
import { addWorkers, newCluster } from '../support/cluster';
import { newApp, newStack, synth } from '../support/synth';
import { rendering } from '../support/tokens';

/** A resource whose class of the provider has tags. */
type Taggable = TerraformResource & { readonly tagsInput: unknown };

test('attributes refer to the cluster, and reading them makes no resource', () => {
  const app = newApp();
  const stack = newStack(app);
  const cluster = newCluster(stack);
  const before = stack.node.findAll().length;
  const attributes = [
    cluster.clusterName,
    cluster.clusterArn,
    cluster.clusterEndpoint,
    cluster.clusterCertificateAuthorityData,
    cluster.clusterSecurityGroupId,
    cluster.clusterOpenIdConnectIssuerUrl,
    cluster.clusterVersion,
    cluster.serviceCidr,
  ].map((attribute) => rendering(stack, attribute));

  const address = 'aws_eks_cluster.Cluster_EB0386A7';
  expect(attributes).toEqual([
    `\${${address}.name}`,
    `\${${address}.arn}`,
    `\${${address}.endpoint}`,
    `\${${address}.certificate_authority[0].data}`,
    `\${${address}.vpc_config[0].cluster_security_group_id}`,
    `\${${address}.identity[0].oidc[0].issuer}`,
    `\${${address}.version}`,
    `\${${address}.kubernetes_network_config[0].service_ipv4_cidr}`,
  ]);
  expect(cluster).toMatchObject({ physicalName: 'main', region: 'eu-west-1', ipFamily: 'ipv4' });
  expect(stack.node.findAll()).toHaveLength(before);
});

test('an IPv6 cluster has IPv6 services', () => {
  const app = newApp();
  const stack = newStack(app);
  const { serviceCidr } = newCluster(stack, { ipFamily: IpFamily.IPV6 });

  expect(rendering(stack, serviceCidr)).toMatch(/\.kubernetes_network_config\[0\]\.service_ipv6_cidr\}$/);
});

test('the partition follows the region of the provider', () => {
  const app = newApp();
  const stack = newStack(app, 'stack', 'us-gov-west-1');
  newCluster(stack);

  const policy = synth(app).stack('stack').graph.at('Cluster/Role/AmazonEKSClusterPolicy');
  expect(policy.block['policy_arn']).toBe('arn:aws-us-gov:iam::aws:policy/AmazonEKSClusterPolicy');
});

test('the provider that is given is used by everything of the cluster', () => {
  const app = newApp();
  const stack = newStack(app);
  newCluster(stack, {
    provider: new AwsProvider(stack, 'other', { alias: 'other', region: 'eu-central-1' }),
    network: EksNetwork.fromSubnetIds({ controlPlaneSubnetIds: ['subnet-a', 'subnet-b'] }),
  });

  const { nodes } = synth(app).stack('stack').graph;
  expect(nodes.filter(({ block }) => block['provider'] !== 'aws.other').map(({ path }) => path)).toEqual([]);
});

test('a provider that is made after the cluster is found', () => {
  const app = newApp();
  const stack = new TerraformStack(app, 'stack');
  const cluster = newCluster(stack);
  new AwsProvider(new Construct(stack, 'Deeper'), 'aws', { region: 'cn-north-1' });

  const policy = synth(app).stack('stack').graph.at('Cluster/Role/AmazonEKSClusterPolicy');
  expect(policy.block['policy_arn']).toBe('arn:aws-cn:iam::aws:policy/AmazonEKSClusterPolicy');
  expect(cluster.region).toBe('cn-north-1');
});

test('the partition that is given wins over the region', () => {
  const app = newApp();
  newCluster(newStack(app), { partition: 'aws-iso' });

  const policy = synth(app).stack('stack').graph.at('Cluster/Role/AmazonEKSClusterPolicy');
  expect(policy.block['policy_arn']).toBe('arn:aws-iso:iam::aws:policy/AmazonEKSClusterPolicy');
});
test('the provider that is given looks up images and versions of add-ons, too', () => {
  const app = newApp();
  const stack = newStack(app);
  const cluster = newCluster(stack, {
    provider: new AwsProvider(stack, 'other', { alias: 'other', region: 'eu-central-1' }),
  });
  addWorkers(cluster, { ami: Ami.al2023Lookup({ owner: 'self', name: 'golden' }) }, 'extra');
  cluster.addons.configure(AddonName.COREDNS, { version: AddonVersion.LATEST });

  const { nodes } = synth(app).stack('stack').graph;
  expect(nodes.filter(({ block }) => block['provider'] !== 'aws.other').map(({ path }) => path)).toEqual([]);
});

test('nothing that can have tags is without those of the cluster', () => {
  const app = newApp();
  const stack = newStack(app);
  const tags = { team: 'shop' };
  const network = new EksVpc(stack, 'Network', {
    availabilityZones: ['eu-west-1a', 'eu-west-1b'],
    flowLogs: {},
    tags,
  });
  const cluster = newCluster(stack, { network, tags });
  cluster.addAddon(AddonName.METRICS_SERVER);

  const taggable = stack.node
    .findAll()
    .filter((node): node is Taggable => TerraformResource.isTerraformResource(node) && 'tagsInput' in node);
  const types = new Set(taggable.map(({ terraformResourceType }) => terraformResourceType));
  expect(types.size).toBeGreaterThan(12);
  const { graph } = synth(app).stack('stack');
  const untagged = taggable
    .map(({ node }) => graph.at(node.path.slice('stack/'.length)))
    .filter(({ block }) => (block['tags'] as Record<string, string> | undefined)?.['team'] !== 'shop');
  expect(untagged.map(({ path }) => path)).toEqual([]);
});

test('instances, volumes and network interfaces of nodes get the tags of cluster and group', () => {
  const app = newApp();
  const cluster = newCluster(newStack(app), { tags: { team: 'shop', stage: 'test' } });
  addWorkers(cluster, { tags: { stage: 'prod' } }, 'extra');

  const { block } = synth(app).stack('stack').graph.at('Cluster/extra/LaunchTemplate/Resource');
  const tags = { Name: 'main-extra', 'safe-eks:cluster': 'main', stage: 'prod', team: 'shop' };
  expect(block['tag_specifications']).toEqual(
    ['instance', 'volume', 'network-interface'].map((type) => ({ resource_type: type, tags })),
  );
});
