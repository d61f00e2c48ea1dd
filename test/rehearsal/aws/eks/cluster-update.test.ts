/**
 * Updates of a cluster: their order, what EKS refuses, and whom a change locks out.
 */
import { expect, test } from '@jest/globals';
import { CLUSTER_RULES } from '../../../../lib/rehearsal/aws/eks/cluster-rules';
import type { KnownValues } from '../../../../lib/rehearsal/protocol/value';
import type { Played } from '../../stage';
import {
  addNode,
  addSubnet,
  changed,
  changedBlock,
  CLUSTER,
  clusterStage,
  NODE_ROLE,
  stageWithCluster,
} from './cluster-stage';
import { clustersOf } from '../../../../lib/rehearsal/aws/eks/cluster-model';

type Setting = Awaited<ReturnType<typeof stageWithCluster>>;

async function update({ stage, cluster }: Setting, planned: KnownValues): Promise<Played> {
  return stage.after(stage.update('aws_eks_cluster', 'main', cluster.object, planned));
}

async function updateBlock(setting: Setting, name: string, more: KnownValues): Promise<Played> {
  return update(setting, changedBlock(setting.cluster.object, name, more));
}

function stepsOf({ operation }: Played): readonly string[] {
  return operation.steps.map(({ name }) => name);
}

const CONFIG_MAP = {
  access_config: [{ authentication_mode: 'CONFIG_MAP', bootstrap_cluster_creator_admin_permissions: true }],
};
const BOTH_MODES = {
  access_config: [
    { authentication_mode: 'API_AND_CONFIG_MAP', bootstrap_cluster_creator_admin_permissions: false },
  ],
};

test('an update of several things is one update of EKS after the other, each with its own time', async () => {
  const setting = await stageWithCluster(BOTH_MODES);
  const { object } = setting.cluster;
  const played = await update(setting, {
    ...changedBlock(object, 'access_config', { authentication_mode: 'API' }),
    ...{ version: '1.35', enabled_cluster_log_types: ['audit'], deletion_protection: true },
    vpc_config: [
      {
        ...(object.attributes['vpc_config'] as readonly KnownValues[])[0],
        endpoint_public_access: true,
        security_group_ids: ['sg-own'],
      },
    ],
  });
  expect(played).toMatchObject({ error: undefined, minutes: 10 + 2 + 2 + 2 + 8 + 2 });
  expect(stepsOf(played)).toEqual([
    'eks:UpdateClusterVersion',
    'eks:UpdateClusterConfig',
    'eks:UpdateClusterConfig',
    'eks:UpdateClusterConfig',
    'eks:UpdateClusterConfig endpoint access',
    'eks:UpdateClusterConfig',
  ]);
  expect(setting.cluster).toMatchObject({ version: '1.35', authenticationMode: 'API', status: 'ACTIVE' });
});

test('an update of several things keeps what was done before an update that is refused', async () => {
  const setting = await stageWithCluster();
  const planned = {
    ...changedBlock(setting.cluster.object, 'vpc_config', { endpoint_private_access: false }),
    version: '1.35',
  };
  const { error } = await update(setting, planned);
  expect(error).toMatch(/endpoint access cannot be false/);
  expect(setting.cluster.object.attributes).toMatchObject({
    version: '1.35',
    vpc_config: [{ endpoint_private_access: true }],
  });
});

test('an update of several things takes no time when only the provider is concerned', async () => {
  const setting = await stageWithCluster();
  const played = await update(setting, changed(setting.cluster.object, { force_update_version: true }));
  expect(played).toMatchObject({ error: undefined, minutes: 0 });
});

test('an update of several things is refused while another update runs', async () => {
  const setting = await stageWithCluster();
  const { stage, cluster } = setting;
  const version = stage.update('aws_eks_cluster', 'main', cluster.object, {
    ...changed(cluster.object, { version: '1.35' }),
  });
  await stage.run(1);
  const { error } = await updateBlock(setting, 'vpc_config', { endpoint_public_access: true });
  expect(error).toBe(
    'ResourceInUseException: Cannot EndpointAccessUpdate because cluster main currently has update VersionUpdate in progress',
  );
  expect((await version).error).toBeUndefined();
});

test.each([
  ['1.36', '1.34', '1.36'],
  ['1.33', '1.34', '1.33'],
])('the version of a control plane is not changed to %s, which is not the next', async (to, from, text) => {
  const setting = await stageWithCluster();
  const { error } = await update(setting, changed(setting.cluster.object, { version: to }));
  expect(error).toBe(
    `InvalidParameterException: Unsupported Kubernetes minor version update from ${from} to ${text}`,
  );
  expect(setting.cluster.version).toBe('1.34');
});

test('the version of a control plane is changed to the next', async () => {
  const setting = await stageWithCluster();
  const played = await update(setting, changed(setting.cluster.object, { version: '1.35' }));
  expect(played).toMatchObject({ error: undefined, minutes: 10 });
  expect(setting.cluster.version).toBe('1.35');
});

test('the version of a control plane is not changed when a node would be four minors behind', async () => {
  const setting = await stageWithCluster();
  addNode(setting.cluster, { version: '1.31' });
  const { error } = await update(setting, changed(setting.cluster.object, { version: '1.35' }));
  expect(error).toBe(
    'InvalidRequestException: Nodegroups workers must be updated to match cluster version 1.34 before updating cluster version',
  );
});

test('the version of a control plane is changed with nodes that are three minors behind', async () => {
  const setting = await stageWithCluster();
  addNode(setting.cluster, { version: '1.32' });
  const { error } = await update(setting, changed(setting.cluster.object, { version: '1.35' }));
  expect(error).toBeUndefined();
  expect(setting.stage.world.violations).toEqual([]);
});

test('the version of a control plane is changed by force whatever the nodes are, which is a violation', async () => {
  const setting = await stageWithCluster();
  addNode(setting.cluster, { version: '1.31' });
  const planned = changed(setting.cluster.object, { version: '1.35', force_update_version: true });
  expect((await update(setting, planned)).error).toBeUndefined();
  expect(setting.stage.world.violations).toMatchObject([{ rule: 'kubelet-too-old', subject: 'main' }]);
});

test('the version of a control plane is not changed when a subnet that the cluster lists is gone', async () => {
  const setting = await stageWithCluster();
  setting.stage.world.vanish('subnet-b');
  const { error } = await update(setting, changed(setting.cluster.object, { version: '1.35' }));
  expect(error).toBe("InvalidSubnetID.NotFound: The subnet ID 'subnet-b' does not exist");
});

test.each([
  [CONFIG_MAP, 'CONFIG_MAP', 'API'],
  [BOTH_MODES, 'API_AND_CONFIG_MAP', 'CONFIG_MAP'],
  [{}, 'API', 'API_AND_CONFIG_MAP'],
  [{}, 'API', 'CONFIG_MAP'],
])('the authentication mode does not jump or go back (%#)', async (before, from, to) => {
  const setting = await stageWithCluster(before);
  const { error } = await updateBlock(setting, 'access_config', { authentication_mode: to });
  expect(error).toBe(
    `InvalidParameterException: Unsupported authentication mode update from ${from} to ${to}`,
  );
});

test('the authentication mode goes forward step by step, and then the creator has an access entry', async () => {
  const setting = await stageWithCluster(CONFIG_MAP);
  expect(setting.cluster.accessEntries.size).toBe(0);
  const played = await updateBlock(setting, 'access_config', { authentication_mode: 'API_AND_CONFIG_MAP' });
  expect(played).toMatchObject({ error: undefined, minutes: 2 });
  expect(setting.cluster.accessEntries.size).toBe(1);
  const { error } = await updateBlock(setting, 'access_config', { authentication_mode: 'API' });
  expect(error).toBeUndefined();
  expect(setting.stage.world.violations).toEqual([]);
});

test('the authentication mode locks out nodes and Fargate pods whose roles are only in aws-auth', async () => {
  const setting = await stageWithCluster(BOTH_MODES);
  const { cluster, stage } = setting;
  const fargateRole = 'arn:aws:iam::111122223333:role/pods';
  const nodes = ['system:bootstrappers', 'system:nodes'];
  cluster.awsAuth = [
    { arn: NODE_ROLE, username: 'system:node:{{EC2PrivateDNSName}}', groups: nodes },
    {
      arn: fargateRole,
      username: 'system:node:{{SessionName}}',
      groups: [...nodes, 'system:node-proxier'],
    },
  ];
  const node = addNode(cluster);
  cluster.fargateProfiles.set('jobs', {
    name: 'jobs',
    roleArn: fargateRole,
    selectors: [],
    status: 'ACTIVE',
  });
  expect((await updateBlock(setting, 'access_config', { authentication_mode: 'API' })).error).toBeUndefined();
  expect(node.status).toBe('NotReady');
  expect(stage.world.violations).toMatchObject([
    { rule: 'access-lost', subject: 'main/main-node' },
    { rule: 'access-lost', subject: 'main/jobs' },
  ]);
});

test('the authentication mode locks out nobody who has an access entry', async () => {
  const setting = await stageWithCluster(BOTH_MODES);
  const { cluster, stage } = setting;
  cluster.accessEntries.set(NODE_ROLE, {
    principalArn: NODE_ROLE,
    type: 'EC2_LINUX',
    madeBy: 'EKS',
    policies: new Map(),
    groups: [],
  });
  const node = addNode(cluster);
  await updateBlock(setting, 'access_config', { authentication_mode: 'API' });
  expect(node.status).toBe('Ready');
  expect(stage.world.violations).toEqual([]);
});

async function inTwoZones(): Promise<Setting> {
  const stage = clusterStage();
  addSubnet(stage.world, 'subnet-a', 'eu-west-1a');
  addSubnet(stage.world, 'subnet-b', 'eu-west-1b');
  addSubnet(stage.world, 'subnet-b2', 'eu-west-1b');
  addSubnet(stage.world, 'subnet-c', 'eu-west-1c');
  await stage.after(stage.create('aws_eks_cluster', 'main', CLUSTER));
  return { stage, cluster: clustersOf(stage.world)[0]! };
}

test('the network of a control plane does not move to another availability zone', async () => {
  const { error } = await updateBlock(await inTwoZones(), 'vpc_config', {
    subnet_ids: ['subnet-a', 'subnet-b', 'subnet-c'],
  });
  expect(error).toMatch(
    /^InvalidParameterException: Provided subnets belong to the AZs 'eu-west-1a,eu-west-1b,eu-west-1c'/,
  );
});

test('the network of a control plane moves to another subnet of the same zone, and so do its interfaces', async () => {
  const setting = await inTwoZones();
  const { error } = await updateBlock(setting, 'vpc_config', { subnet_ids: ['subnet-a', 'subnet-b2'] });
  expect(error).toBeUndefined();
  const subnets = setting.stage.world.all('network-interface').map(({ attributes }) => attributes);
  expect(subnets.map(({ subnet_id: id }) => id)).toEqual(['subnet-a', 'subnet-b2']);
});

test('the network of a control plane takes other security groups', async () => {
  const setting = await stageWithCluster();
  await updateBlock(setting, 'vpc_config', { security_group_ids: ['sg-own'] });
  const [first] = setting.stage.world.all('network-interface');
  expect(first!.attributes['security_group_ids']).toContain('sg-own');
});

test('the network of a control plane keeps one endpoint', async () => {
  const setting = await stageWithCluster();
  const { error } = await updateBlock(setting, 'vpc_config', { endpoint_private_access: false });
  expect(error).toBe('InvalidParameterException: Private and public endpoint access cannot be false');
});

const encryption = (key: string): KnownValues => ({
  encryption_config: [{ provider: [{ key_arn: key }], resources: ['secrets'] }],
});

test('the encryption of a cluster is added in place', async () => {
  const setting = await stageWithCluster();
  const played = await update(setting, changed(setting.cluster.object, encryption('arn:key/1')));
  expect(stepsOf(played)).toEqual(['eks:AssociateEncryptionConfig']);
});

test('the encryption of a cluster is not touched when only the key is another', async () => {
  const setting = await stageWithCluster(encryption('arn:key/1'));
  const { object } = setting.cluster;
  const played = await update(setting, changed(object, encryption('arn:key/2')));
  expect(played).toMatchObject({ error: undefined, minutes: 0 });
  Object.assign(object.attributes, encryption('arn:key/2'));
  CLUSTER_RULES.read?.(object, setting.stage.surroundings);
  expect(object.attributes).toMatchObject(encryption('arn:key/1'));
});
