/**
 * `aws_eks_access_policy_association`, as EKS answers it.
 */
import { expect, test } from '@jest/globals';
import { ACCESS_POLICY_ASSOCIATION_RULES } from '../../../../lib/rehearsal/aws/eks/access-policy-association';
import { hasAdministrator } from '../../../../lib/rehearsal/aws/eks/authentication';
import type { KnownValues } from '../../../../lib/rehearsal/protocol/value';
import type { Stage } from '../../stage';
import { addCluster, arnOf, CLUSTER_ADMIN, stageOfAccess } from '../../kubernetes/small-cluster';

const ENTRY = 'aws_eks_access_entry';
const TYPE = 'aws_eks_access_policy_association';

function association(values: KnownValues = {}): KnownValues {
  return {
    cluster_name: 'main',
    principal_arn: arnOf('admin'),
    policy_arn: CLUSTER_ADMIN,
    access_scope: [{ type: 'cluster', namespaces: null }],
    ...values,
  };
}

function createEntry(stage: Stage, type = 'STANDARD') {
  return stage.create(ENTRY, 'admin', { cluster_name: 'main', principal_arn: arnOf('admin'), type });
}

test('makes an administrator of who may enter', async () => {
  const stage = stageOfAccess();
  const cluster = addCluster(stage.world);
  await stage.after(createEntry(stage));
  expect(hasAdministrator(stage.world, cluster)).toBe(false);
  const { object, error } = await stage.after(stage.create(TYPE, 'admin', association()));
  expect(error).toBeUndefined();
  expect(object?.id).toBe(`main#${arnOf('admin')}#${CLUSTER_ADMIN}`);
  expect(hasAdministrator(stage.world, cluster)).toBe(true);
});

test('waits two minutes for an entry that never comes', async () => {
  const stage = stageOfAccess();
  addCluster(stage.world);
  const played = await stage.after(stage.create(TYPE, 'admin', association()));
  expect(played).toMatchObject({
    minutes: 2,
    error:
      "ResourceNotFoundException: The specified principalArn could not be found. You can view your available access entries with 'list-access-entries'.",
  });
});

test('goes on when the entry comes in time', async () => {
  const stage = stageOfAccess();
  addCluster(stage.world);
  const association1 = stage.create(TYPE, 'admin', association());
  await stage.run(1);
  const entry = createEntry(stage);
  await stage.run();
  await entry;
  expect((await association1).error).toBeUndefined();
});

test.each<[string, KnownValues, string]>([
  ['a scope of no known type', { access_scope: [{ type: 'foo' }] }, 'The access scope type foo is invalid.'],
  [
    'namespaces that are missing',
    { access_scope: [{ type: 'namespace', namespaces: [] }] },
    'needs namespaces',
  ],
  [
    'a misspelt policy',
    { policy_arn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdmin' },
    'The specified policyArn is invalid',
  ],
])('refuses %s', async (_what, values, text) => {
  const stage = stageOfAccess();
  addCluster(stage.world);
  await stage.after(createEntry(stage));
  const { error } = await stage.after(stage.create(TYPE, 'admin', association(values)));
  expect(error).toContain(text);
});

test('refuses a policy on an entry of nodes', async () => {
  const stage = stageOfAccess();
  addCluster(stage.world);
  await stage.after(createEntry(stage, 'EC2_LINUX'));
  const { error } = await stage.after(stage.create(TYPE, 'admin', association()));
  expect(error).toContain('with a type of "STANDARD"');
});

test('refuses everything in mode CONFIG_MAP', async () => {
  const stage = stageOfAccess();
  addCluster(stage.world, 'CONFIG_MAP');
  const { error } = await stage.after(stage.create(TYPE, 'admin', association()));
  expect(error).toContain('authentication mode must be set to one of [API, API_AND_CONFIG_MAP]');
});

test('deleting the last administrative one locks everybody out', async () => {
  const stage = stageOfAccess();
  addCluster(stage.world);
  await stage.after(createEntry(stage));
  const { object } = await stage.after(stage.create(TYPE, 'admin', association()));
  await stage.after(stage.delete(TYPE, 'admin', object!));
  expect(stage.world.violations).toMatchObject([{ rule: 'no-administrator-left', subject: 'main' }]);
});

test('deleting it while everything goes locks nobody out', async () => {
  const stage = stageOfAccess();
  addCluster(stage.world);
  await stage.after(createEntry(stage));
  const { object } = await stage.after(stage.create(TYPE, 'admin', association()));
  stage.world.ending = true;
  await stage.after(stage.delete(TYPE, 'admin', object!));
  expect(stage.world.violations).toEqual([]);
});

test('a second association of the same policy moves the scope of the first', async () => {
  const stage = stageOfAccess();
  const cluster = addCluster(stage.world);
  await stage.after(createEntry(stage));
  await stage.after(stage.create(TYPE, 'one', association()));
  const scope = [{ type: 'namespace', namespaces: ['team-a'] }];
  await stage.after(stage.create(TYPE, 'two', association({ access_scope: scope })));
  expect(hasAdministrator(stage.world, cluster)).toBe(false);
  expect(stage.world.violations).toMatchObject([{ rule: 'access-scope-overwritten' }]);
});

test('an association is gone when its entry is', async () => {
  const stage = stageOfAccess();
  const cluster = addCluster(stage.world);
  await stage.after(createEntry(stage));
  const { object } = await stage.after(stage.create(TYPE, 'admin', association()));
  ACCESS_POLICY_ASSOCIATION_RULES.read?.(object!, stage.surroundings);
  expect(stage.world.has(object!)).toBe(true);
  cluster.accessEntries.clear();
  ACCESS_POLICY_ASSOCIATION_RULES.read?.(object!, stage.surroundings);
  expect(stage.world.has(object!)).toBe(false);
});
