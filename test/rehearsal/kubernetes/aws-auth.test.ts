/**
 * The ConfigMap `aws-auth`, which EKS and Terraform both write.
 */
import { describe, expect, test } from '@jest/globals';
import { mayJoin, registerComputeRole, whyNotJoin } from '../../../lib/rehearsal/aws/eks/authentication';
import type { AuthenticationMode } from '../../../lib/rehearsal/aws/eks/cluster-model';
import type { KnownValues } from '../../../lib/rehearsal/protocol/value';
import { KUBERNETES_RULES } from '../../../lib/rehearsal/kubernetes/kubernetes-rules';
import { addCluster, addNode, arnOf, settingsFor, stageOf } from './small-cluster';

const MAP = 'kubernetes_config_map';
const DATA = 'kubernetes_config_map_v1_data';
const NODES = arnOf('nodes');
const PODS = arnOf('pods');

function stageWith(mode: AuthenticationMode) {
  const stage = stageOf(KUBERNETES_RULES, {});
  const cluster = addCluster(stage.world, mode, { creatorIsAdmin: true });
  stage.surroundings = { ...stage.surroundings, provider: settingsFor(cluster) };
  return { stage, cluster };
}

function roleLine(arn: string, username = 'system:node:{{EC2PrivateDNSName}}') {
  return { rolearn: arn, username, groups: ['system:bootstrappers', 'system:nodes', 'system:node-proxier'] };
}

function awsAuth(roles: readonly object[], more: KnownValues = {}): KnownValues {
  return {
    metadata: [{ name: 'aws-auth', namespace: 'kube-system' }],
    data: { mapRoles: JSON.stringify(roles) },
    ...more,
  };
}

describe('kubernetes_config_map', () => {
  test('lets nodes in', async () => {
    const { stage, cluster } = stageWith('CONFIG_MAP');
    const { object, error } = await stage.after(stage.create(MAP, 'auth', awsAuth([roleLine(NODES)])));
    expect(error).toBeUndefined();
    expect(object?.id).toBe('kube-system/aws-auth');
    expect(mayJoin(cluster, NODES, 'node')).toBe(true);
  });

  test('comes too late when EKS made aws-auth first', async () => {
    const { stage, cluster } = stageWith('CONFIG_MAP');
    registerComputeRole(cluster, NODES, 'node');
    const { error, object } = await stage.after(stage.create(MAP, 'auth', awsAuth([roleLine(PODS)])));
    expect(error).toBe('configmaps "aws-auth" already exists');
    expect(object).toBeUndefined();
    expect(mayJoin(cluster, NODES, 'node')).toBe(true);
  });

  test('shows what EKS added at a refresh, and takes it away at the next apply', async () => {
    const { stage, cluster } = stageWith('API_AND_CONFIG_MAP');
    const planned = awsAuth([roleLine(NODES)]);
    const { object } = await stage.after(stage.create(MAP, 'auth', planned));
    const read = () => KUBERNETES_RULES.resources[MAP]?.read?.(object!, stage.surroundings);
    read();
    expect(object!.attributes['data']).toEqual(planned['data']);
    cluster.fargateProfiles.set('a', { name: 'a', roleArn: PODS, selectors: [], status: 'ACTIVE' });
    registerComputeRole(cluster, PODS, 'fargate');
    read();
    expect(object!.attributes['data']).toEqual({ mapRoles: expect.stringContaining(`rolearn: ${PODS}`) });
    await stage.after(stage.update(MAP, 'auth', object!, planned));
    expect(stage.world.violations).toMatchObject([
      {
        rule: 'aws-auth-overwritten',
        message:
          'kubernetes_config_map.auth overwrote aws-auth of main without the roles that EKS had added: pods.',
      },
    ]);
    expect(whyNotJoin(cluster, PODS, 'fargate')).toContain('Pod execution role is not found in auth config');
  });

  test('an apply that carries the roles of EKS along drops nobody', async () => {
    const { stage, cluster } = stageWith('API_AND_CONFIG_MAP');
    const { object } = await stage.after(stage.create(MAP, 'auth', awsAuth([roleLine(NODES)])));
    cluster.fargateProfiles.set('a', { name: 'a', roleArn: PODS, selectors: [], status: 'ACTIVE' });
    registerComputeRole(cluster, PODS, 'fargate');
    const all = awsAuth([roleLine(NODES), roleLine(PODS, 'system:node:{{SessionName}}')]);
    await stage.after(stage.update(MAP, 'auth', object!, all));
    expect(stage.world.violations).toEqual([]);
    expect(mayJoin(cluster, PODS, 'fargate')).toBe(true);
  });

  test('its deletion lets out the nodes that had nothing else', async () => {
    const { stage, cluster } = stageWith('CONFIG_MAP');
    const { object } = await stage.after(stage.create(MAP, 'auth', awsAuth([roleLine(NODES)])));
    const node = addNode(cluster, NODES);
    await stage.after(stage.delete(MAP, 'auth', object!));
    expect(cluster.awsAuth).toBeUndefined();
    expect(node.status).toBe('NotReady');
    expect(stage.world.violations).toMatchObject([{ rule: 'access-lost', subject: 'main/nodes' }]);
  });

  test('its deletion leaves nodes alone that have an access entry', async () => {
    const { stage, cluster } = stageWith('API_AND_CONFIG_MAP');
    const { object } = await stage.after(stage.create(MAP, 'auth', awsAuth([roleLine(NODES)])));
    registerComputeRole(cluster, NODES, 'node');
    const node = addNode(cluster, NODES);
    await stage.after(stage.delete(MAP, 'auth', object!));
    expect(node.status).toBe('Ready');
    expect(stage.world.violations).toEqual([]);
  });

  test('does nothing to anybody in mode API', async () => {
    const { stage, cluster } = stageWith('API');
    registerComputeRole(cluster, PODS, 'fargate');
    cluster.fargateProfiles.set('a', { name: 'a', roleArn: PODS, selectors: [], status: 'ACTIVE' });
    await stage.after(stage.create(MAP, 'auth', awsAuth([])));
    expect(mayJoin(cluster, PODS, 'fargate')).toBe(true);
    expect(stage.world.violations).toEqual([]);
  });

  test('of another name is an object like any other', async () => {
    const { stage, cluster } = stageWith('CONFIG_MAP');
    const planned = { metadata: [{ name: 'settings', namespace: 'default' }], data: { a: 'b' } };
    const { error } = await stage.after(stage.create(MAP, 'settings', planned));
    expect(error).toBeUndefined();
    expect(cluster.awsAuth).toBeUndefined();
  });
});

describe('kubernetes_config_map_v1_data', () => {
  test('needs an aws-auth that is there', async () => {
    const { stage } = stageWith('CONFIG_MAP');
    const { error } = await stage.after(stage.create(DATA, 'auth', awsAuth([], { force: true })));
    expect(error).toBe('The configmap "aws-auth" does not exist');
  });

  test('says the same when it cannot reach the cluster', async () => {
    const { stage } = stageWith('CONFIG_MAP');
    stage.surroundings = { ...stage.surroundings, provider: {} };
    const { error } = await stage.after(stage.create(DATA, 'auth', awsAuth([])));
    expect(error).toBe('The configmap "aws-auth" does not exist');
    expect(stage.world.violations).toMatchObject([{ rule: 'provider-reached-localhost' }]);
  });

  test('without force is refused the fields that EKS manages', async () => {
    const { stage, cluster } = stageWith('CONFIG_MAP');
    registerComputeRole(cluster, NODES, 'node');
    const { error } = await stage.after(stage.create(DATA, 'auth', awsAuth([roleLine(PODS)])));
    expect(error).toBe(
      'Field manager conflict: Another client is managing a field Terraform tried to update. Set "force" to true to override: ' +
        'Apply failed with 1 conflict: conflict with "vpcLambda" using v1: .data.mapRoles',
    );
    expect(mayJoin(cluster, NODES, 'node')).toBe(true);
  });

  test('with force drops the roles that EKS had added', async () => {
    const { stage, cluster } = stageWith('CONFIG_MAP');
    cluster.nodeGroups.set('workers', { name: 'workers', roleArn: NODES, status: 'ACTIVE' });
    registerComputeRole(cluster, NODES, 'node');
    const node = addNode(cluster, NODES);
    const { error } = await stage.after(
      stage.create(DATA, 'auth', awsAuth([roleLine(PODS)], { force: true })),
    );
    expect(error).toBeUndefined();
    expect(node.status).toBe('NotReady');
    expect(stage.world.violations.map(({ rule }) => rule)).toEqual(['aws-auth-overwritten', 'access-lost']);
  });

  test('with force and all roles keeps everybody, and may then change its own fields without force', async () => {
    const { stage, cluster } = stageWith('CONFIG_MAP');
    cluster.nodeGroups.set('workers', { name: 'workers', roleArn: NODES, status: 'ACTIVE' });
    registerComputeRole(cluster, NODES, 'node');
    const { object } = await stage.after(
      stage.create(DATA, 'auth', awsAuth([roleLine(NODES)], { force: true })),
    );
    const planned = awsAuth([roleLine(NODES), roleLine(PODS)]);
    const { error } = await stage.after(stage.update(DATA, 'auth', object!, planned));
    expect(error).toBeUndefined();
    expect(cluster.awsAuth).toHaveLength(2);
    expect(stage.world.violations).toEqual([]);
  });

  test('keeps the users that it says nothing of, and takes its own fields back at the end', async () => {
    const { stage, cluster } = stageWith('CONFIG_MAP');
    const ann = { arn: 'arn:aws:iam::111122223333:user/ann', username: 'ann', groups: ['viewers'] };
    cluster.awsAuth = [ann];
    const { object, error } = await stage.after(stage.create(DATA, 'auth', awsAuth([roleLine(NODES)])));
    expect(error).toBeUndefined();
    expect(cluster.awsAuth).toHaveLength(2);
    await stage.after(stage.delete(DATA, 'auth', object!));
    expect(cluster.awsAuth).toEqual([ann]);
  });

  test('is deleted without a word when the cluster cannot be reached', async () => {
    const { stage, cluster } = stageWith('CONFIG_MAP');
    cluster.awsAuth = [];
    const { object } = await stage.after(stage.create(DATA, 'auth', awsAuth([roleLine(NODES)])));
    stage.surroundings = { ...stage.surroundings, provider: {} };
    const { error } = await stage.after(stage.delete(DATA, 'auth', object!));
    expect(error).toBeUndefined();
    expect(cluster.awsAuth).toHaveLength(1);
  });

  test('finds the ConfigMaps of add-ons only with the add-on', async () => {
    const { stage, cluster } = stageWith('API');
    const planned = { metadata: [{ name: 'coredns', namespace: 'kube-system' }], data: {}, force: true };
    const { error } = await stage.after(stage.create(DATA, 'dns', planned));
    expect(error).toBe('The configmap "coredns" does not exist');
    cluster.addons.set('coredns', {
      name: 'coredns',
      selfManaged: true,
      status: 'ACTIVE',
      version: 'v1',
      configuration: null,
      podIdentityRoles: new Map(),
      serviceAccountRoleArn: undefined,
    });
    expect((await stage.after(stage.create(DATA, 'dns', planned))).error).toBeUndefined();
  });
});

test('a data source shows aws-auth as EKS keeps it', () => {
  const { stage, cluster } = stageWith('CONFIG_MAP');
  const source = () => KUBERNETES_RULES.dataSources[MAP]?.(awsAuth([]), stage.surroundings);
  expect(source).toThrow('configmaps "aws-auth" not found');
  registerComputeRole(cluster, NODES, 'node');
  expect(source()).toMatchObject({ data: { mapRoles: expect.stringContaining(NODES) } });
});
