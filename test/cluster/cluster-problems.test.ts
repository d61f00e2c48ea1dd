/**
 * Everything that can be wrong with the props of a cluster, as its user reads it.
 */
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { expect, test } from '@jest/globals';
import type { TerraformStack } from 'cdktf';
import { Cni } from '../../lib/addons/cni';
import { ClusterEncryption } from '../../lib/cluster/cluster-encryption';
import { EksNetwork } from '../../lib/cluster/eks-network';
import { EksVpc } from '../../lib/cluster/eks-vpc';
import { EndpointAccess } from '../../lib/cluster/endpoint-access';
import { IpFamily } from '../../lib/cluster/i-safe-eks-cluster';
import { KubernetesVersion } from '../../lib/cluster/kubernetes-version';
import { SafeEksCluster } from '../../lib/cluster/safe-eks-cluster';
import { importedCluster, newCluster } from '../support/cluster';
import { fake } from '../support/fake-resource';
import type { ProblemCase } from '../support/problem-case';
import { expectError, expectWarning } from '../support/problem-case';
import { messagesOf, newApp, newStack, problemsOf } from '../support/synth';
import { unknownList, unknownText } from '../support/tokens';

const openTo = (...cidrs: string[]) => ({
  endpointAccess: EndpointAccess.PUBLIC_AND_PRIVATE.onlyFrom(...cidrs),
});
const subnets = (controlPlaneSubnetIds: string[], availabilityZones?: string[]) => ({
  network: EksNetwork.fromSubnetIds({ controlPlaneSubnetIds, availabilityZones }),
});
const vpc = (stack: TerraformStack, cidr?: string) =>
  new EksVpc(stack, 'Network', { availabilityZones: ['eu-west-1a', 'eu-west-1b'], cidr });
const manyCidrs = Array.from({ length: 41 }, (_, index) => `203.0.113.${String(index)}/32`);

const ERRORS: ProblemCase[] = [
  {
    when: 'the name is a token',
    build: (stack) => newCluster(stack, { clusterName: unknownText() }),
    message:
      'stack/Cluster: clusterName is a token whose value is not known at synth, but it decides structure or a name (SEKS1001). Give a literal value.',
    property: 'clusterName',
    value: expect.anything(),
  },
  {
    when: 'the name has other characters than EKS takes',
    build: (stack) => newCluster(stack, { clusterName: '-main' }),
    message:
      "stack/Cluster: clusterName '-main' is not 1 to 100 letters, digits, - and _ (SEKS1002). Give 1 to 100 letters, digits, - and _.",
    property: 'clusterName',
    value: '-main',
  },
  {
    when: 'the role is named instead of given by its ARN',
    build: (stack) => newCluster(stack, { roleArn: 'cluster-role' }),
    message:
      "stack/Cluster: roleArn 'cluster-role' is not an ARN of an IAM role (SEKS1003). Give the full ARN, such as arn:aws:iam:….",
    property: 'roleArn',
    value: 'cluster-role',
  },
  {
    when: 'the region of its provider is a token',
    build: (stack) => {
      const region = unknownText();
      newCluster(stack, { provider: new AwsProvider(stack, 'other', { alias: 'other', region }) });
    },
    message:
      "stack/Cluster: the region of the AWS provider is not a literal, so the partition for policy ARNs cannot be derived (SEKS1006). Give the provider a literal region, or give the cluster its partition, such as 'aws'.",
    property: 'partition',
  },
  {
    when: 'a tag begins with aws:',
    build: (stack) => newCluster(stack, { tags: { 'aws:team': 'x' } }),
    message:
      "stack/Cluster: tags has the tag 'aws:team', but a key must not begin with aws: (SEKS1007). Shorten or rename it.",
    property: 'tags',
    value: 'aws:team',
  },
  {
    when: 'all subnets are known to be in one zone',
    build: (stack) => newCluster(stack, subnets(['subnet-a', 'subnet-b'], ['eu-west-1a', 'eu-west-1a'])),
    message:
      "stack/Cluster: network.availabilityZones holds only ['eu-west-1a'] (SEKS1101). EKS needs subnets in at least two availability zones: add one in another zone.",
    property: 'network.availabilityZones',
    value: ['eu-west-1a', 'eu-west-1a'],
  },
  {
    when: 'there is one subnet',
    build: (stack) => newCluster(stack, subnets(['subnet-a'], ['eu-west-1a'])),
    message:
      'stack/Cluster: network.controlPlaneSubnetIds holds 1 subnet (SEKS1102). EKS needs at least two, in different availability zones.',
    property: 'network.controlPlaneSubnetIds',
    value: ['subnet-a'],
  },
  {
    when: 'a subnet is named twice',
    build: (stack) =>
      newCluster(
        stack,
        subnets(['subnet-a', 'subnet-b', 'subnet-a'], ['eu-west-1a', 'eu-west-1b', 'eu-west-1a']),
      ),
    message:
      "stack/Cluster: network.controlPlaneSubnetIds holds ['subnet-a'] more than once (SEKS1103). Name each subnet once.",
    property: 'network.controlPlaneSubnetIds',
    value: ['subnet-a'],
  },
  {
    when: 'a public block has host bits',
    build: (stack) => newCluster(stack, openTo('203.0.113.7/24')),
    message:
      "stack/Cluster: endpointAccess '203.0.113.7/24' has host bits set (SEKS1104). Did you mean 203.0.113.0/24?",
    property: 'endpointAccess',
    value: '203.0.113.7/24',
  },
  {
    when: 'an IPv6 cluster is put into an IPv4 network',
    build: (stack) => newCluster(stack, { network: vpc(stack), ipFamily: IpFamily.IPV6 }),
    message:
      'stack/Cluster: ipFamily is IPv6, but the subnets of the network have IPv4 addresses only (SEKS1105). Give dual-stack subnets by EksNetwork.fromSubnetIds.',
    property: 'ipFamily',
    value: 'ipv6',
  },
  {
    when: 'services overlap the network',
    build: (stack) => newCluster(stack, { network: vpc(stack), serviceIpv4Cidr: '10.0.64.0/20' }),
    message:
      "stack/Cluster: serviceIpv4Cidr '10.0.64.0/20' overlaps the network 10.0.0.0/16 (SEKS1106). Give a block outside of the network.",
    property: 'serviceIpv4Cidr',
    value: '10.0.64.0/20',
  },
  {
    when: 'the version has a patch number',
    build: (stack) => {
      const version = KubernetesVersion.of('v1.34.2');
      const { addons } = newCluster(stack, { version, addons: { defaultAddons: false } });
      addons.useCni(Cni.custom(fake(stack, 'cni')));
    },
    message:
      "stack/Cluster: version 'v1.34.2' is not a minor version of Kubernetes (SEKS1201). Did you mean 1.34?",
    property: 'version',
    value: 'v1.34.2',
  },
  {
    when: 'the public endpoint is opened for nobody',
    build: (stack) => newCluster(stack, openTo()),
    message:
      'stack/Cluster: endpointAccess opens the public endpoint without a CIDR block, which EKS takes as 0.0.0.0/0 (SEKS1202). Name at least one network in onlyFrom, or use EndpointAccess.PRIVATE.',
    property: 'endpointAccess',
    value: [],
  },
  {
    when: 'the public endpoint is opened for more than 40 networks',
    build: (stack) => newCluster(stack, openTo(...manyCidrs)),
    message:
      'stack/Cluster: endpointAccess names 41 CIDR blocks, EKS takes at most 40 (SEKS1204). Merge neighbouring blocks.',
    property: 'endpointAccess',
    value: 41,
  },
  {
    when: 'services are outside of the private ranges',
    build: (stack) => newCluster(stack, { serviceIpv4Cidr: '8.8.0.0/16' }),
    message:
      "stack/Cluster: serviceIpv4Cidr '8.8.0.0/16' is not /12 to /24 within 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 (SEKS1205). Give a block such as 172.20.0.0/16.",
    property: 'serviceIpv4Cidr',
    value: '8.8.0.0/16',
  },
  {
    when: 'an IPv6 cluster is given a block for services',
    build: (stack) => newCluster(stack, { ipFamily: IpFamily.IPV6, serviceIpv4Cidr: '172.20.0.0/16' }),
    message:
      "stack/Cluster: serviceIpv4Cidr '172.20.0.0/16' is given for an IPv6 cluster, whose service addresses EKS chooses (SEKS1205). Leave it out.",
    property: 'serviceIpv4Cidr',
    value: '172.20.0.0/16',
  },
  {
    when: 'there are more than four security groups',
    build: (stack) => newCluster(stack, { securityGroupIds: ['sg-1', 'sg-2', 'sg-3', 'sg-4', 'sg-5'] }),
    message:
      'stack/Cluster: securityGroupIds names 5 groups, EKS takes at most 4 (SEKS1207). Merge some of them.',
    property: 'securityGroupIds',
    value: ['sg-1', 'sg-2', 'sg-3', 'sg-4', 'sg-5'],
  },
  {
    when: 'the partition is none',
    build: (stack) => newCluster(stack, { partition: 'azure' }),
    message:
      "stack/Cluster: partition 'azure' is not an AWS partition, such as 'aws' or 'aws-cn' (SEKS1002). Give an AWS partition, such as 'aws' or 'aws-cn'.",
    property: 'partition',
    value: 'azure',
  },
  {
    when: 'logs are kept for a time that CloudWatch does not know',
    build: (stack) => newCluster(stack, { logging: { retentionInDays: 100 } }),
    message:
      'stack/Cluster: logging.retentionInDays 100 is not one of 0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653 (SEKS1002). Give one of these.',
    property: 'logging.retentionInDays',
    value: 100,
  },
  {
    when: 'the key is deleted too soon',
    build: (stack) =>
      newCluster(stack, { encryption: ClusterEncryption.newKey({ deletionWindowInDays: 1 }) }),
    message:
      'stack/Cluster: encryption.deletionWindowInDays 1 is not an integer from 7 to 30 (SEKS1002). Give at least 7 and at most 30.',
    property: 'encryption.deletionWindowInDays',
    value: 1,
  },
  {
    when: 'a log group is given together with settings for a new one',
    build: (stack) => {
      const logGroup = new CloudwatchLogGroup(stack, 'Logs', { name: '/aws/eks/main/cluster' });
      newCluster(stack, { logging: { logGroup, retentionInDays: 7 } });
    },
    message:
      'stack/Cluster: logging names both a log group and settings for a new one (SEKS1002). Set retention and key on the log group that you bring.',
    property: 'logging.logGroup',
    value: undefined,
  },
  {
    when: 'subnets of nodes stand beside a network',
    build: (stack) => {
      SafeEksCluster.fromClusterName(stack, 'Live', {
        clusterName: 'live',
        version: KubernetesVersion.V1_34,
        network: EksNetwork.fromSubnetIds({ controlPlaneSubnetIds: ['subnet-a', 'subnet-b'] }),
        nodeSubnetIds: ['subnet-c'],
      });
    },
    message:
      'stack/Live: nodeSubnetIds stands beside a network, which has its own (SEKS1002). Give it to the network, or leave the network out.',
    property: 'nodeSubnetIds',
    value: undefined,
  },
];

test.each(ERRORS)('a cluster is refused when $when', expectError);

test('a public endpoint for everybody is a warning', () => {
  expectWarning({
    when: 'the endpoint is open to the world',
    build: (stack) => newCluster(stack, openTo('0.0.0.0/0')),
    message:
      'stack/Cluster: endpointAccess opens the API server to every address on the internet (SEKS1203). Name your own networks, or acknowledge the code with a reason.',
  });
});

test('no subnets, and texts that are no blocks, are told as they are', () => {
  const app = newApp();
  newCluster(newStack(app), { ...subnets([], []), ...openTo('everybody') });

  expect(messagesOf(app)).toEqual([
    'stack/Cluster: network.controlPlaneSubnetIds holds 0 subnets (SEKS1102). EKS needs at least two, in different availability zones.',
    "stack/Cluster: endpointAccess 'everybody' is not an IPv4 CIDR block (SEKS1104). Write it as a.b.c.d/n, such as 203.0.113.0/24.",
  ]);
});

test.each(['1.4', '1.34.', 'latest', '2.34', ''])("'%s' is not a version of Kubernetes", (version) => {
  const app = newApp();
  importedCluster(newStack(app), { version: KubernetesVersion.of(version) });

  expect(messagesOf(app)).toEqual([
    `stack/Imported: version '${version}' is not a minor version of Kubernetes (SEKS1201). Give MAJOR.MINOR, such as 1.34.`,
  ]);
});

test('a version that is a token is refused, as other things follow from it', () => {
  const app = newApp();
  importedCluster(newStack(app), { version: KubernetesVersion.of(unknownText()) });

  expect(messagesOf(app)).toEqual([
    'stack/Imported: version is a token, but add-on versions and images follow from it (SEKS1001). Give a literal version.',
  ]);
});

test.each(['10.0.0.0/8', '172.20.0.0/25', '172.32.0.0/16', '172.20.0.0', ''])(
  "'%s' is no block for services",
  (serviceIpv4Cidr) => {
    const app = newApp();
    newCluster(newStack(app), { serviceIpv4Cidr });

    expect(problemsOf(app)).toEqual(['SEKS1205 at stack/Cluster']);
  },
);

test('tokens are not judged', () => {
  const app = newApp();
  const token = unknownText();
  newCluster(newStack(app), {
    roleArn: token,
    serviceIpv4Cidr: token,
    encryption: ClusterEncryption.existingKey(token),
    logging: { kmsKeyArn: token },
    tags: { owner: token },
    network: EksNetwork.fromSubnetIds({
      controlPlaneSubnetIds: unknownList(),
      availabilityZones: ['eu-west-1a', 'eu-west-1b'],
    }),
    ...openTo(token),
  });

  expect(messagesOf(app)).toEqual([]);
});
test('the ARN of an alias is no key', () => {
  const app = newApp();
  newCluster(newStack(app), {
    encryption: ClusterEncryption.existingKey('arn:aws:kms:eu-west-1:111122223333:alias/eks'),
  });

  expect(problemsOf(app)).toEqual(['SEKS1003 at stack/Cluster']);
});
test('a subnet that is named twice without its zones is reported', () => {
  const app = newApp();
  newCluster(newStack(app), subnets(['subnet-a', 'subnet-a']));

  expect(problemsOf(app)).toEqual(['SEKS1103 at stack/Cluster']);
});
test('a malformed version is one problem', () => {
  const app = newApp();
  newCluster(newStack(app), { version: KubernetesVersion.of('1.34.2') });

  expect(problemsOf(app)).toEqual(['SEKS1201 at stack/Cluster']);
});
test('a block for services with host bits is reported', () => {
  const app = newApp();
  newCluster(newStack(app), { serviceIpv4Cidr: '172.20.0.5/16' });

  expect(problemsOf(app)).toEqual(['SEKS1205 at stack/Cluster']);
});
test('subnets that are a list of unknown length can be given without their zones', () => {
  const app = newApp();
  newCluster(newStack(app), { network: EksNetwork.fromSubnetIds({ controlPlaneSubnetIds: unknownList() }) });

  expect(problemsOf(app)).toEqual([]);
});
