/**
 * What EKS makes of a request for a cluster.
 */
import { expect, test } from '@jest/globals';
import { clustersOf } from '../../../../lib/rehearsal/aws/eks/cluster-model';
import { CLUSTER_RULES } from '../../../../lib/rehearsal/aws/eks/cluster-rules';
import { KEY_PENDING_DELETION } from '../../../../lib/rehearsal/aws/kms';
import type { KnownValues } from '../../../../lib/rehearsal/protocol/value';
import type { Stage } from '../../stage';
import {
  addRole,
  addSubnet,
  attach,
  AUTO_MODE_POLICIES,
  CLUSTER,
  CLUSTER_ROLE,
  clusterStage,
  NODE_ROLE,
  REGION,
  stageWithCluster,
  switches,
} from './cluster-stage';

const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1234';
const ENCRYPTION = { encryption_config: [{ provider: [{ key_arn: KEY }], resources: ['secrets'] }] };

async function errorOf(more: KnownValues, stage: Stage = clusterStage()): Promise<string | undefined> {
  const { error } = await stage.after(stage.create('aws_eks_cluster', 'main', { ...CLUSTER, ...more }));
  return error;
}

function vpcConfig(more: KnownValues): KnownValues {
  return { vpc_config: [{ ...(CLUSTER['vpc_config'] as readonly KnownValues[])[0], ...more }] };
}

test('a new cluster becomes active after some minutes and can be read', async () => {
  const stage = clusterStage();
  const played = await stage.after(stage.create('aws_eks_cluster', 'main', CLUSTER));
  expect(played).toMatchObject({ error: undefined, minutes: 9 });
  expect(played.object!.attributes).toMatchObject({
    arn: 'arn:aws:eks:eu-west-1:111122223333:cluster/main',
    endpoint: expect.stringMatching(/^https:\/\/[0-9A-F]{32}\.gr7\.eu-west-1\.eks\.amazonaws\.com$/),
    identity: [{ oidc: [{ issuer: expect.stringMatching(/^https:\/\/oidc\.eks\.eu-west-1/) }] }],
    status: 'ACTIVE',
    kubernetes_network_config: [{ ip_family: 'ipv4', service_ipv4_cidr: '172.20.0.0/16' }],
    vpc_config: [{ cluster_security_group_id: expect.stringMatching(/^sg-/) }],
  });
  expect(clustersOf(stage.world)).toHaveLength(1);
});

test('a new cluster has an interface in each of its subnets, with the security groups of the cluster', async () => {
  const { stage } = await stageWithCluster(vpcConfig({ security_group_ids: ['sg-own'] }));
  const interfaces = stage.world.all('network-interface').map(({ attributes }) => attributes);
  const group = stage.world.all('eks-cluster-security-group')[0]!.id;
  expect(interfaces).toMatchObject([
    { subnet_id: 'subnet-a', security_group_ids: [group, 'sg-own'] },
    { subnet_id: 'subnet-b', security_group_ids: [group, 'sg-own'] },
  ]);
});

test('a new cluster takes the defaults of the API where nothing is said', async () => {
  const { cluster } = await stageWithCluster({
    access_config: null,
    bootstrap_self_managed_addons: null,
    version: null,
  });
  expect(cluster).toMatchObject({ authenticationMode: 'CONFIG_MAP', version: '1.35' });
  expect([...cluster.addons.values()].map(({ name, selfManaged }) => [name, selfManaged])).toEqual([
    ['vpc-cni', true],
    ['kube-proxy', true],
    ['coredns', true],
  ]);
  expect(cluster.object.attributes['access_config']).toEqual([
    { authentication_mode: 'CONFIG_MAP', bootstrap_cluster_creator_admin_permissions: true },
  ]);
});

test('a new cluster shows the blocks that nobody wrote at the next read', async () => {
  const { stage, cluster } = await stageWithCluster({ access_config: null });
  const { object } = cluster;
  const made = object.attributes['access_config'];
  object.attributes['access_config'] = [];
  CLUSTER_RULES.read?.(object, stage.surroundings);
  expect(object.attributes['access_config']).toEqual(made);
});

test('a new cluster has no add-ons when the self-managed ones are declined', async () => {
  const { cluster } = await stageWithCluster();
  expect(cluster.addons.size).toBe(0);
});

test('a new cluster makes its creator administrator when told so', async () => {
  const access = { authentication_mode: 'API', bootstrap_cluster_creator_admin_permissions: true };
  const { cluster } = await stageWithCluster({ access_config: [access] });
  expect([...cluster.accessEntries.keys()]).toEqual(['arn:aws:iam::111122223333:role/terraform']);
});

test('a request for a cluster is refused when the name is taken', async () => {
  const { stage } = await stageWithCluster();
  expect(await errorOf({}, stage)).toBe('ResourceInUseException: Cluster already exists with name: main');
});

test('a request for a cluster is refused when a subnet was deleted', async () => {
  const stage = clusterStage();
  stage.world.vanish('subnet-b');
  expect(await errorOf({}, stage)).toBe("InvalidSubnetID.NotFound: The subnet ID 'subnet-b' does not exist");
});

test('a request for a cluster is refused when its subnets are in one availability zone', async () => {
  const stage = clusterStage();
  addSubnet(stage.world, 'subnet-a', 'eu-west-1a');
  addSubnet(stage.world, 'subnet-b', 'eu-west-1a');
  expect(await errorOf({}, stage)).toBe(
    'InvalidParameterException: Subnets specified must be in at least two different AZs',
  );
});

test('a request for a cluster is taken when its subnets are in two availability zones', async () => {
  const stage = clusterStage();
  addSubnet(stage.world, 'subnet-a', 'eu-west-1a');
  addSubnet(stage.world, 'subnet-b', 'eu-west-1b');
  expect(await errorOf({}, stage)).toBeUndefined();
  expect(clustersOf(stage.world)[0]).toMatchObject({ controlPlaneZones: ['eu-west-1a', 'eu-west-1b'] });
});

test('a request for a cluster is refused with a single subnet, whoever manages it', async () => {
  expect(await errorOf(vpcConfig({ subnet_ids: ['subnet-a'] }))).toMatch(/at least two different AZs/);
});

test('a request for a cluster is refused when both endpoints are off', async () => {
  expect(await errorOf(vpcConfig({ endpoint_private_access: false }))).toBe(
    'InvalidParameterException: Private and public endpoint access cannot be false',
  );
});

test('a request for a cluster is refused when nobody is administrator of a cluster without access entries', async () => {
  const access = { authentication_mode: 'CONFIG_MAP', bootstrap_cluster_creator_admin_permissions: false };
  expect(await errorOf({ access_config: [access] })).toBe(
    'InvalidParameterException: bootstrapClusterCreatorAdminPermissions must be true if cluster authentication mode is set to CONFIG_MAP',
  );
});

test('a request for a cluster is refused with the patch level of a version', async () => {
  expect(await errorOf({ version: '1.34.2' })).toBe(
    'InvalidParameterException: unsupported Kubernetes version',
  );
});

test('a request for a cluster is refused with a key that is pending deletion', async () => {
  const stage = clusterStage();
  stage.world.add({ kind: KEY_PENDING_DELETION, id: '1234', region: REGION, attributes: { arn: KEY } });
  expect(await errorOf(ENCRYPTION, stage)).toBe(
    `InvalidParameterException: KMSInvalidStateException: ${KEY} is pending deletion.`,
  );
});

test('a request for a cluster is refused with a key that is gone', async () => {
  const stage = clusterStage();
  stage.world.vanish('1234');
  expect(await errorOf(ENCRYPTION, stage)).toMatch(/does not exist$/);
});

test('a request for a cluster is taken with a key that is there', async () => {
  expect(await errorOf(ENCRYPTION)).toBeUndefined();
});

test('the role of a new cluster is waited for when its policy comes in time', async () => {
  const stage = clusterStage();
  addRole(stage.world, CLUSTER_ROLE, []);
  const creation = stage.create('aws_eks_cluster', 'main', CLUSTER);
  await stage.run(1);
  attach(stage.world, CLUSTER_ROLE, 'AmazonEKSClusterPolicy');
  const { error, operation } = await stage.after(creation);
  expect(error).toBeUndefined();
  expect(operation.steps.map(({ name }) => name)).toEqual(['waiting for the role', 'eks:CreateCluster']);
});

test('the role of a new cluster is refused after two minutes without its policy, and nothing was made', async () => {
  const stage = clusterStage();
  addRole(stage.world, CLUSTER_ROLE, []);
  const played = await stage.after(stage.create('aws_eks_cluster', 'main', CLUSTER));
  expect(played).toMatchObject({
    minutes: 2,
    object: undefined,
    error:
      "InvalidParameterException: The provided role doesn't have the Amazon EKS Managed Policies associated with it. Please ensure the following policies [arn:aws:iam::aws:policy/AmazonEKSClusterPolicy] are attached",
  });
  expect(stage.world.all('eks-cluster-security-group')).toEqual([]);
});

test('the role of a new cluster is refused when somebody deleted it', async () => {
  const stage = clusterStage();
  stage.world.vanish('main-cluster');
  expect(await errorOf({}, stage)).toMatch(/could not be assumed because it does not exist/);
});

const POOLS = { node_pools: ['general-purpose'], node_role_arn: NODE_ROLE };

test('a new cluster with Auto Mode has its node pools and lets their role in', async () => {
  const { cluster } = await stageWithCluster(switches(true, POOLS));
  expect(cluster.autoMode).toEqual({ nodePools: ['general-purpose'], nodeRoleArn: NODE_ROLE });
  expect(cluster.accessEntries.get(NODE_ROLE)).toMatchObject({ type: 'EC2', madeBy: 'EKS' });
});

test('a new cluster with Auto Mode is refused with self-managed add-ons', async () => {
  expect(await errorOf({ ...switches(true), bootstrap_self_managed_addons: true })).toBe(
    'InvalidParameterException: When EKS Auto Mode is enabled, bootstrapSelfManagedAddons must be set to false',
  );
});

test('a new cluster with Auto Mode is refused with the ConfigMap alone', async () => {
  expect(await errorOf({ ...switches(true), access_config: null })).toMatch(
    /requires the cluster authentication mode/,
  );
});

test('a new cluster with Auto Mode is refused with pools and no role', async () => {
  expect(await errorOf(switches(true, { node_pools: ['system'] }))).toBe(
    'InvalidParameterException: When Compute Config nodeRoleArn is null or empty, nodePool list cannot be populated.',
  );
});

test('a new cluster with Auto Mode is refused with a role and no pools', async () => {
  expect(await errorOf(switches(true, { node_role_arn: NODE_ROLE }))).toBe(
    'InvalidParameterException: When Compute Config nodeRoleArn is not null or empty, nodePool value(s) must be provided.',
  );
});

test('a new cluster with Auto Mode is refused when the switches disagree', async () => {
  expect(await errorOf({ compute_config: [{ enabled: true }] })).toMatch(
    /all either fully enabled or fully disabled/,
  );
});

test('a new cluster with Auto Mode is refused when the role has not the policies for it', async () => {
  const stage = clusterStage();
  addRole(stage.world, CLUSTER_ROLE, ['AmazonEKSClusterPolicy']);
  expect(await errorOf(switches(true), stage)).toMatch(
    /AmazonEKSComputePolicy.*AmazonEKSBlockStoragePolicy.*are attached$/,
  );
});

test('a new cluster with Auto Mode is taken when the role has them', async () => {
  const stage = clusterStage();
  addRole(stage.world, CLUSTER_ROLE, AUTO_MODE_POLICIES);
  expect(await errorOf(switches(true), stage)).toBeUndefined();
});
