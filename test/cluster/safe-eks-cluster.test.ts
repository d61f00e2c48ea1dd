/**
 * What a cluster renders: its defaults, and what each prop changes.
 */
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import { expect, test } from '@jest/globals';
import { ClusterEncryption } from '../../lib/cluster/cluster-encryption';
import { ClusterLogType } from '../../lib/cluster/cluster-logging';
import type { SafeEksClusterProps } from '../../lib/cluster/cluster-options';
import { SupportType } from '../../lib/cluster/cluster-options';
import { EksNetwork } from '../../lib/cluster/eks-network';
import { EndpointAccess } from '../../lib/cluster/endpoint-access';
import { IpFamily } from '../../lib/cluster/i-safe-eks-cluster';
import { KubernetesVersion } from '../../lib/cluster/kubernetes-version';
import type { GraphNode } from '../../lib/testing';
import { argumentsOf } from '../support/block';
import { newCluster } from '../support/cluster';
import { edgesOf } from '../support/fake-resource';
import { newApp, newStack, synth } from '../support/synth';

type Block = GraphNode['block'];

function rendered(props: Partial<SafeEksClusterProps> = {}) {
  const app = newApp();
  const cluster = newCluster(newStack(app), props);
  const output = synth(app);
  return { cluster, output, graph: output.stack('stack').graph };
}

const clusterBlock = (props: Partial<SafeEksClusterProps> = {}): Block =>
  rendered(props).graph.at('Cluster/Resource').block;

test('the defaults are private, encrypted, logged, protected and without Auto Mode', () => {
  expect(argumentsOf(clusterBlock(), 'encryption_config', 'role_arn')).toEqual({
    name: 'main',
    version: '1.34',
    bootstrap_self_managed_addons: false,
    deletion_protection: true,
    enabled_cluster_log_types: ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'],
    access_config: { authentication_mode: 'API', bootstrap_cluster_creator_admin_permissions: false },
    compute_config: { enabled: false },
    storage_config: { block_storage: { enabled: false } },
    kubernetes_network_config: { ip_family: 'ipv4', elastic_load_balancing: { enabled: false } },
    upgrade_policy: { support_type: 'STANDARD' },
    vpc_config: {
      subnet_ids: ['subnet-a', 'subnet-b'],
      security_group_ids: [],
      endpoint_private_access: true,
      endpoint_public_access: false,
    },
    zonal_shift_config: { enabled: false },
    tags: { 'safe-eks:cluster': 'main' },
    timeouts: { create: '30m', update: '60m', delete: '15m' },
    lifecycle: {
      prevent_destroy: true,
      ignore_changes: [
        'bootstrap_self_managed_addons',
        'access_config[0].bootstrap_cluster_creator_admin_permissions',
        'compute_config[0].node_role_arn',
        'compute_config[0].node_pools',
      ],
      precondition: [
        {
          condition: expect.stringContaining('contains(["1.33","1.34"], version)'),
          error_message: expect.stringContaining('(SEKS1208)'),
        },
        {
          condition: expect.stringContaining('contains(["API_AND_CONFIG_MAP","API"], mode)'),
          error_message: expect.stringContaining('(SEKS4010)'),
        },
        {
          condition: expect.stringContaining('compute_config[*].enabled'),
          error_message: expect.stringContaining('(SEKS8007)'),
        },
      ],
    },
  });
});

const PROPS: readonly (readonly [string, Partial<SafeEksClusterProps>, object])[] = [
  ['clusterName', { clusterName: 'prod' }, { name: 'prod', tags: { 'safe-eks:cluster': 'prod' } }],
  ['version', { version: KubernetesVersion.V1_36 }, { version: '1.36' }],
  [
    'roleArn',
    { roleArn: 'arn:aws:iam::111122223333:role/own' },
    { role_arn: 'arn:aws:iam::111122223333:role/own' },
  ],
  [
    'securityGroupIds',
    { securityGroupIds: ['sg-1'] },
    { vpc_config: expect.objectContaining({ security_group_ids: ['sg-1'] }) },
  ],
  [
    'ipFamily',
    { ipFamily: IpFamily.IPV6 },
    { kubernetes_network_config: expect.objectContaining({ ip_family: 'ipv6' }) },
  ],
  [
    'serviceIpv4Cidr',
    { serviceIpv4Cidr: '172.20.0.0/16' },
    { kubernetes_network_config: expect.objectContaining({ service_ipv4_cidr: '172.20.0.0/16' }) },
  ],
  ['supportType', { supportType: SupportType.EXTENDED }, { upgrade_policy: { support_type: 'EXTENDED' } }],
  ['zonalShift', { zonalShift: true }, { zonal_shift_config: { enabled: true } }],
  ['deletionProtection', { deletionProtection: false }, { deletion_protection: false }],
  [
    'preventDestroy',
    { preventDestroy: false },
    { lifecycle: expect.objectContaining({ prevent_destroy: false }) },
  ],
  [
    'timeouts',
    { timeouts: { create: '45m' } },
    { timeouts: { create: '45m', update: '60m', delete: '15m' } },
  ],
  ['logging', { logging: { types: [ClusterLogType.AUDIT] } }, { enabled_cluster_log_types: ['audit'] }],
  ['logging of nothing', { logging: { types: [] } }, { enabled_cluster_log_types: [] }],
  ['tags', { tags: { team: 'shop' } }, { tags: { 'safe-eks:cluster': 'main', team: 'shop' } }],
  ['tags over ours', { tags: { 'safe-eks:cluster': 'x' } }, { tags: { 'safe-eks:cluster': 'x' } }],
  [
    'endpointAccess',
    { endpointAccess: EndpointAccess.PUBLIC_AND_PRIVATE.onlyFrom('203.0.113.0/24', '198.51.100.7/32') },
    {
      vpc_config: expect.objectContaining({
        endpoint_private_access: true,
        endpoint_public_access: true,
        public_access_cidrs: ['203.0.113.0/24', '198.51.100.7/32'],
      }),
    },
  ],
  [
    'encryption with an existing key',
    { encryption: ClusterEncryption.existingKey('arn:aws:kms:eu-west-1:111122223333:key/k') },
    {
      encryption_config: {
        provider: { key_arn: 'arn:aws:kms:eu-west-1:111122223333:key/k' },
        resources: ['secrets'],
      },
    },
  ],
];

test.each(PROPS)('%s is rendered', (_, props, expected) => {
  expect(clusterBlock(props)).toMatchObject(expected);
});

test('a key that AWS owns renders neither key nor encryption', () => {
  const { cluster, graph } = rendered({ encryption: ClusterEncryption.awsOwnedKey() });

  expect(graph.at('Cluster/Resource').block).not.toHaveProperty('encryption_config');
  expect([...graph.ofType('aws_kms_key'), ...graph.ofType('aws_kms_alias')]).toEqual([]);
  expect(cluster.encryptionKeyArn).toBeUndefined();
});

test('an existing key renders no other', () => {
  const keyArn = 'arn:aws:kms:eu-west-1:111122223333:key/k';
  const { cluster, graph } = rendered({ encryption: ClusterEncryption.existingKey(keyArn) });

  expect(graph.ofType('aws_kms_key')).toEqual([]);
  expect(cluster.encryptionKeyArn).toBe(keyArn);
});

test('a new key rotates, is protected, and has an alias after the cluster', () => {
  const policy = '{"Version":"2012-10-17","Statement":[]}';
  const { graph } = rendered({ encryption: ClusterEncryption.newKey({ deletionWindowInDays: 7, policy }) });

  expect(graph.at('Cluster/EncryptionKey/Resource').block).toMatchObject({
    enable_key_rotation: true,
    deletion_window_in_days: 7,
    policy,
    lifecycle: { prevent_destroy: true },
    tags: { 'safe-eks:cluster': 'main' },
  });
  expect(graph.at('Cluster/EncryptionKey/Alias').block).toMatchObject({ name: 'alias/eks/main' });
});

test('a key is kept for 30 days by default', () => {
  expect(rendered().graph.at('Cluster/EncryptionKey/Resource').block['deletion_window_in_days']).toBe(30);
});

test('key and log group can be destroyed when the cluster can', () => {
  const { graph } = rendered({ preventDestroy: false });
  const paths = ['EncryptionKey/Resource', 'EncryptionKey/Alias', 'LogGroup/Resource', 'Resource'];

  expect(paths.map((path) => graph.at(`Cluster/${path}`).block['lifecycle'])).toEqual(
    paths.map(() => expect.objectContaining({ prevent_destroy: false })),
  );
});

test('the log group has the name that EKS writes to, and retention', () => {
  const kmsKeyArn = 'arn:aws:kms:eu-west-1:111122223333:key/logs';
  const logGroup = (props: Partial<SafeEksClusterProps>) =>
    rendered(props).graph.at('Cluster/LogGroup/Resource').block;

  expect(logGroup({})).toMatchObject({ name: '/aws/eks/main/cluster', retention_in_days: 90 });
  expect(logGroup({ logging: { retentionInDays: 0, kmsKeyArn } })).toMatchObject({
    retention_in_days: 0,
    kms_key_id: kmsKeyArn,
  });
});

test('a log group of the user’s comes before the cluster, and none is made', () => {
  const app = newApp();
  const stack = newStack(app);
  newCluster(stack, {
    logging: { logGroup: new CloudwatchLogGroup(stack, 'Logs', { name: '/aws/eks/main/cluster' }) },
  });

  const output = synth(app);
  expect(
    output
      .stack('stack')
      .graph.ofType('aws_cloudwatch_log_group')
      .map(({ path }) => path),
  ).toEqual(['Logs']);
  expect(edgesOf(output)['Cluster/Resource']).toContain('Logs');
});

test('a role of the user’s takes the place of ours', () => {
  const { cluster, graph } = rendered({ roleArn: 'arn:aws:iam::111122223333:role/own' });

  expect(graph.nodes.map(({ path }) => path).filter((path) => path.startsWith('Cluster/Role'))).toEqual([]);
  expect(cluster.clusterRoleArn).toBe('arn:aws:iam::111122223333:role/own');
});

test('the role trusts EKS only, has the boundary that was given, and is named after cluster and region', () => {
  const permissionsBoundary = 'arn:aws:iam::111122223333:policy/boundary';
  const { block } = rendered({ permissionsBoundary }).graph.at('Cluster/Role/Resource');

  expect(block).toMatchObject({ name: 'main.cluster.eu-west-1', permissions_boundary: permissionsBoundary });
  expect(JSON.parse(block['assume_role_policy'] as string)).toEqual({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'eks.amazonaws.com' },
        Action: ['sts:AssumeRole', 'sts:TagSession'],
      },
    ],
  });
});

test('the cluster comes after policies, key and log group', () => {
  expect(edgesOf(rendered().output)['Cluster/Resource']).toEqual([
    'Cluster/EncryptionKey/Resource',
    'Cluster/LogGroup/Resource',
    'Cluster/Role/AmazonEKSClusterPolicy',
  ]);
});

test('zones of subnets that the app makes are looked up one by one, and feed nothing but the condition', () => {
  const app = newApp();
  const stack = newStack(app);
  const subnets = ['a', 'b'].map(
    (id) => new Subnet(stack, id, { vpcId: 'vpc-0a', cidrBlock: '10.0.0.0/24' }),
  );
  newCluster(stack, {
    network: EksNetwork.fromSubnetIds({ controlPlaneSubnetIds: subnets.map(({ id }) => id) }),
  });
  const { graph } = synth(app).stack('stack');
  const { lifecycle, ...rest } = graph.at('Cluster/Resource').block;
  const [condition] = (lifecycle as { precondition: { condition: string; error_message: string }[] })
    .precondition;

  const lookedUp = graph.ofType('aws_subnet').filter(({ managed }) => !managed);
  expect(lookedUp.map(({ block }) => block['id'])).toEqual(['${aws_subnet.a.id}', '${aws_subnet.b.id}']);
  expect(graph.ofType('aws_subnets')).toEqual([]);
  expect(condition!.condition).toMatch(/^\$\{length\(distinct\(\[data\.aws_subnet\..*\]\)\) >= 2\}$/);
  expect(condition!.error_message).toContain(
    'stack/Cluster: the control-plane subnets are all in ${join(", ", distinct(',
  );
  expect(condition!.error_message).toContain('(SEKS1101)');
  expect(JSON.stringify(rest)).not.toContain('data.aws_subnet');
});

test('nothing is looked up of a network that is not to be compared', () => {
  const { graph } = rendered();

  expect(graph.ofType('aws_subnet')).toEqual([]);
  expect(JSON.stringify(graph.at('Cluster/Resource').block['lifecycle'])).not.toContain('SEKS1101');
});

test('upstream resources of an existing network come before the cluster', () => {
  const app = newApp();
  const stack = newStack(app);
  const route = new CloudwatchLogGroup(stack, 'StandsForARoute', {});
  const network = EksNetwork.fromSubnetIds({
    controlPlaneSubnetIds: ['subnet-a', 'subnet-b'],
    availabilityZones: ['eu-west-1a', 'eu-west-1b'],
    upstream: [route],
  });
  newCluster(stack, { network });

  expect(edgesOf(synth(app))['Cluster/Resource']).toContain('StandsForARoute');
});

test('Windows support lets the role of the control plane manage addresses', () => {
  const policies = (props: Partial<SafeEksClusterProps>): unknown =>
    rendered(props)
      .graph.ofType('aws_iam_role_policy_attachment')
      .filter(({ path }) => path.startsWith('Cluster/Role/'))
      .map(({ path }) => path.split('/').at(-1));

  expect(policies({})).toEqual(['AmazonEKSClusterPolicy']);
  expect(policies({ windowsSupport: true })).toEqual([
    'AmazonEKSClusterPolicy',
    'AmazonEKSVPCResourceController',
  ]);
});
