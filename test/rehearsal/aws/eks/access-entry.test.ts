/**
 * `aws_eks_access_entry`, as EKS answers it.
 */
import { describe, expect, test } from '@jest/globals';
import { ACCESS_ENTRY_RULES } from '../../../../lib/rehearsal/aws/eks/access-entry';
import { registerComputeRole } from '../../../../lib/rehearsal/aws/eks/authentication';
import type { KnownValues } from '../../../../lib/rehearsal/protocol/value';
import { addCluster, addNode, arnOf, stageOfAccess } from '../../kubernetes/small-cluster';

const TYPE = 'aws_eks_access_entry';

function entry(values: KnownValues = {}): KnownValues {
  return { cluster_name: 'main', principal_arn: arnOf('admin'), type: 'STANDARD', ...values };
}

describe('creating', () => {
  test('an entry takes a second and carries its default user name', async () => {
    const stage = stageOfAccess();
    const cluster = addCluster(stage.world);
    const { object, minutes, error } = await stage.after(stage.create(TYPE, 'a', entry()));
    expect(error).toBeUndefined();
    expect(minutes).toBeLessThan(0.2);
    expect(object).toMatchObject({
      id: `main:${arnOf('admin')}`,
      attributes: {
        user_name: 'arn:aws:sts::111122223333:assumed-role/admin/{{SessionName}}',
        kubernetes_groups: [],
      },
    });
    expect(cluster.accessEntries.get(arnOf('admin'))).toMatchObject({ madeBy: 'user' });
  });

  test.each<[string, KnownValues, string]>([
    [
      'a group of Kubernetes itself',
      { kubernetes_groups: ['system:masters'] },
      'InvalidParameterException: The kubernetes group name system:masters is invalid, it cannot start with system:',
    ],
    [
      'a group for nodes',
      { type: 'EC2_LINUX', kubernetes_groups: ['team'] },
      'InvalidParameterException: This operation can only be performed on Access Entries with a type of "STANDARD".',
    ],
    [
      'a reserved user name',
      { user_name: 'system:ann' },
      'InvalidParameterException: The username must not begin with system:',
    ],
    [
      'a service-linked role',
      { principal_arn: arnOf('aws-service-role/x.amazonaws.com/AWSServiceRoleForX') },
      'InvalidParameterException: The caller is not allowed to modify access entries with a principalArn value of a Service Linked Role',
    ],
  ])('refuses %s at once', async (_what, values, error) => {
    const stage = stageOfAccess();
    addCluster(stage.world);
    const played = await stage.after(stage.create(TYPE, 'a', entry(values)));
    expect(played).toMatchObject({ error, minutes: 0, object: undefined });
  });

  test.each<[string, KnownValues]>([
    ['a session', { principal_arn: 'arn:aws:sts::111122223333:assumed-role/admin/me' }],
    ['an account', { principal_arn: 'arn:aws:iam::111122223333:root' }],
    ['a user as a node', { principal_arn: 'arn:aws:iam::111122223333:user/ann', type: 'EC2_LINUX' }],
  ])('refuses %s as a principal after two minutes of trying', async (_what, values) => {
    const stage = stageOfAccess();
    addCluster(stage.world);
    const played = await stage.after(stage.create(TYPE, 'a', entry(values)));
    expect(played).toMatchObject({
      error: 'InvalidParameterException: The specified principalArn is invalid: invalid principal',
      minutes: 2,
    });
  });

  test('refuses a role that was deleted behind the back of Terraform', async () => {
    const stage = stageOfAccess();
    addCluster(stage.world);
    stage.world.vanish('admin');
    const { error } = await stage.after(stage.create(TYPE, 'a', entry()));
    expect(error).toContain('invalid principal');
  });

  test('refuses entries in mode CONFIG_MAP', async () => {
    const stage = stageOfAccess();
    addCluster(stage.world, 'CONFIG_MAP');
    const { error } = await stage.after(stage.create(TYPE, 'a', entry()));
    expect(error).toBe(
      "InvalidRequestException: The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP] to perform this operation.",
    );
  });

  test('refuses a second entry for a role that EKS let in itself', async () => {
    const stage = stageOfAccess();
    registerComputeRole(addCluster(stage.world), arnOf('admin'), 'node');
    const { error } = await stage.after(stage.create(TYPE, 'a', entry({ type: 'EC2_LINUX' })));
    expect(error).toBe(
      'ResourceInUseException: The specified access entry resource is already in use on this cluster.',
    );
  });

  test('refuses an entry for a cluster that is not there', async () => {
    const stage = stageOfAccess();
    const { error } = await stage.after(stage.create(TYPE, 'a', entry()));
    expect(error).toBe('ResourceNotFoundException: No cluster found for name: main.');
  });
});

describe('updating', () => {
  test('groups of people change in place', async () => {
    const stage = stageOfAccess();
    const cluster = addCluster(stage.world);
    const { object } = await stage.after(stage.create(TYPE, 'a', entry()));
    const planned = { ...object!.attributes, kubernetes_groups: ['team'] };
    const { error } = await stage.after(stage.update(TYPE, 'a', object!, planned));
    expect(error).toBeUndefined();
    expect(cluster.accessEntries.get(arnOf('admin'))?.groups).toEqual(['team']);
  });

  test('clearing the groups of nodes fails on the user name that EKS had given', async () => {
    const stage = stageOfAccess();
    addCluster(stage.world);
    const { object } = await stage.after(stage.create(TYPE, 'a', entry({ type: 'EC2_LINUX' })));
    ACCESS_ENTRY_RULES.read?.(object!, stage.surroundings);
    expect(object!.attributes['kubernetes_groups']).toEqual(['system:nodes']);
    const planned = { ...object!.attributes, kubernetes_groups: [] };
    const { error } = await stage.after(stage.update(TYPE, 'a', object!, planned));
    expect(error).toBe('InvalidParameterException: The username must not begin with system:');
  });
});

describe('deleting', () => {
  test('the entry of running nodes makes them NotReady', async () => {
    const stage = stageOfAccess();
    const cluster = addCluster(stage.world, 'API', { creatorIsAdmin: true });
    const { object } = await stage.after(stage.create(TYPE, 'a', entry({ type: 'EC2_LINUX' })));
    const node = addNode(cluster, arnOf('admin'), { origin: 'self-managed' });
    await stage.after(stage.delete(TYPE, 'a', object!));
    expect(node.status).toBe('NotReady');
    expect(stage.world.violations).toMatchObject([{ rule: 'access-lost', subject: 'main/admin' }]);
  });

  test('the entry of nodes that are gone hurts nobody', async () => {
    const stage = stageOfAccess();
    addCluster(stage.world, 'API', { creatorIsAdmin: true });
    const { object } = await stage.after(stage.create(TYPE, 'a', entry({ type: 'EC2_LINUX' })));
    await stage.after(stage.delete(TYPE, 'a', object!));
    expect(stage.world.violations).toEqual([]);
  });

  test('the entry of the last administrator locks everybody out', async () => {
    const stage = stageOfAccess();
    const cluster = addCluster(stage.world);
    const { object } = await stage.after(stage.create(TYPE, 'a', entry()));
    cluster.accessEntries.get(arnOf('admin'))?.policies.set('AmazonEKSClusterAdminPolicy', []);
    await stage.after(stage.delete(TYPE, 'a', object!));
    expect(stage.world.violations).toMatchObject([
      {
        rule: 'no-administrator-left',
        message:
          'Nobody can manage main any more, because the access entry of admin was deleted and no other administrator is left.',
      },
    ]);
  });

  test('an administrator who is replaced within a minute is not missed', async () => {
    const stage = stageOfAccess();
    const cluster = addCluster(stage.world);
    const { object } = await stage.after(stage.create(TYPE, 'a', entry()));
    cluster.accessEntries.get(arnOf('admin'))?.policies.set('AmazonEKSClusterAdminPolicy', []);
    const deleted = stage.delete(TYPE, 'a', object!);
    await stage.run(0.2);
    const created = stage.create(TYPE, 'b', entry());
    await stage.run(0.2);
    cluster.accessEntries.get(arnOf('admin'))?.policies.set('AmazonEKSClusterAdminPolicy', []);
    await stage.run();
    await Promise.all([deleted, created]);
    expect(stage.world.violations).toEqual([]);
  });

  test('an entry is gone when its cluster is', async () => {
    const stage = stageOfAccess();
    const cluster = addCluster(stage.world);
    const { object } = await stage.after(stage.create(TYPE, 'a', entry()));
    cluster.accessEntries.clear();
    ACCESS_ENTRY_RULES.read?.(object!, stage.surroundings);
    expect(stage.world.has(object!)).toBe(false);
  });
});
