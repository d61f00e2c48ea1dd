/**
 * Entries that are not those of people: what each type may be given, and what EKS takes for a user name.
 */
import { expect, test } from '@jest/globals';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import type { AccessGrantOptions } from '../../lib';
import { AccessEntryType, AccessPolicy, AccessScope, AccessEntryAuth, MigrationStep } from '../../lib';
import { newCluster } from '../support/cluster';
import type { ProblemCase } from '../support/problem-case';
import { expectError } from '../support/problem-case';
import { messagesOf, newApp, newStack, synth } from '../support/synth';

const ROLE = 'arn:aws:iam::111122223333:role/nodes';
const USER = 'arn:aws:iam::111122223333:user/ann';
const AT = 'stack/Cluster/Access/111122223333-role-nodes';

const granting =
  (options: AccessGrantOptions): ProblemCase['build'] =>
  (stack) => {
    newCluster(stack).access.grant('extra', ROLE, options);
  };

const ERRORS: ProblemCase[] = [
  {
    when: 'the AWS provider does not know the type',
    build: (stack) => {
      newCluster(stack).access.registerNodes('extra', ROLE, AccessEntryType.HYPERPOD_LINUX);
    },
    message: `${AT}: type HYPERPOD_LINUX is refused by the AWS provider that the bindings are made for (SEKS4008). Make the entry with aws eks create-access-entry, or with a newer provider and an override.`,
    property: 'type',
    value: 'HYPERPOD_LINUX',
  },
  {
    when: 'nodes are a user',
    build: (stack) => {
      newCluster(stack).access.registerNodes('extra', USER, AccessEntryType.EC2_LINUX);
    },
    message: `stack/Cluster/Access/111122223333-user-ann: principalArn '${USER}' is a user, but an entry of type EC2_LINUX is for a role (SEKS4008). Give the role of the nodes.`,
    property: 'principalArn',
    value: USER,
  },
  {
    when: 'a user name is one of Kubernetes’ own',
    build: granting({ kubernetesGroups: ['ops'], userName: 'system:admin' }),
    message: `${AT}: userName 'system:admin' begins with system:, which EKS keeps for itself (SEKS4009). Give another name, or none.`,
    property: 'userName',
    value: 'system:admin',
  },
  {
    when: 'a session follows without a colon',
    build: granting({ kubernetesGroups: ['ops'], userName: 'ci{{SessionName}}' }),
    message: `${AT}: userName 'ci{{SessionName}}' has no colon before {{SessionName}} (SEKS4009). Write it as in ci:{{SessionName}}.`,
    property: 'userName',
    value: 'ci{{SessionName}}',
  },
  {
    when: 'a template is one that only aws-auth knows',
    build: granting({ kubernetesGroups: ['ops'], userName: 'node:{{EC2PrivateDNSName}}' }),
    message: `${AT}: userName 'node:{{EC2PrivateDNSName}}' holds {{EC2PrivateDNSName}}, which entries do not know (SEKS4009). Write {{SessionName}}, or leave the name out: EKS then makes one of role and session.`,
    property: 'userName',
    value: 'node:{{EC2PrivateDNSName}}',
  },
  {
    when: 'a user name is empty',
    build: granting({ kubernetesGroups: ['ops'], userName: '' }),
    message: `${AT}: userName '' is empty (SEKS4009). Give a name, or leave it out.`,
    property: 'userName',
    value: '',
  },
  {
    when: 'two grants name a principal differently',
    build: (stack) => {
      const { access } = newCluster(stack);
      access.grant('one', ROLE, { kubernetesGroups: ['ops'], userName: 'b' });
      access.grant('two', ROLE, { userName: 'a' });
    },
    message: `${AT}: userName is given twice: 'one' names it 'b', 'two' names it 'a' (SEKS4003). Drop one of the two.`,
    property: 'userName',
    value: 'a',
  },
  {
    when: 'one role is that of people and of nodes',
    build: (stack) => {
      const { access } = newCluster(stack);
      access.grantAccess('people', ROLE, [AccessPolicy.view(AccessScope.CLUSTER)]);
      access.registerNodes('nodes', ROLE, AccessEntryType.EC2_LINUX);
    },
    message: `stack/Cluster/Access: '${ROLE}' has an entry of type STANDARD, and 'nodes' wants EC2_LINUX (SEKS4003). A principal has one entry of one type: give one of both a role of its own.`,
    property: 'type',
    value: 'EC2_LINUX',
  },
];

test.each(ERRORS)('is refused when $when', (row) => {
  expectError(row);
});

test('nodes take neither groups nor a name nor policies', () => {
  const app = newApp();
  const entry = newCluster(newStack(app)).access.registerNodes('nodes', ROLE, AccessEntryType.EC2_WINDOWS);
  entry.grant('more', {
    kubernetesGroups: ['ops'],
    userName: 'node',
    policies: [AccessPolicy.view(AccessScope.CLUSTER)],
  });

  expect(messagesOf(app)).toEqual([
    `${AT}: kubernetesGroups are given for an entry of type EC2_WINDOWS, which has those of nodes (SEKS4008). Leave them out.`,
    `${AT}: userName is given for an entry of type EC2_WINDOWS, which has that of a node (SEKS4008). Leave it out.`,
    `${AT}: policies names AmazonEKSViewPolicy, but an entry of type EC2_WINDOWS takes none (SEKS4008). Leave them out, or grant them to another principal.`,
  ]);
});

test.each([
  [AccessEntryType.EC2_LINUX, []],
  [AccessEntryType.EC2_WINDOWS, []],
  [AccessEntryType.FARGATE_LINUX, []],
  [AccessEntryType.HYBRID_LINUX, []],
  [AccessEntryType.EC2, ['AmazonEKSAutoNodePolicy']],
])('an entry of type %s has no groups, and the policies %j', (type, policies) => {
  const app = newApp();
  newCluster(newStack(app)).access.registerNodes('nodes', ROLE, type);
  const { graph } = synth(app).stack('stack');
  const { block } = graph.at('Cluster/Access/111122223333-role-nodes/Resource');

  expect(block).toMatchObject({ principal_arn: ROLE, type });
  expect(block).not.toHaveProperty('kubernetes_groups');
  expect(block).not.toHaveProperty('user_name');
  expect(
    graph
      .ofType('aws_eks_access_policy_association')
      .filter(({ path }) => path.includes('role-nodes'))
      .map(({ path }) => path.split('/').at(-1)),
  ).toEqual(policies);
});

test('a user name is rendered as it is', () => {
  const app = newApp();
  newCluster(newStack(app)).access.grant('ci', ROLE, {
    kubernetesGroups: ['deployers'],
    userName: 'ci:{{SessionName}}',
  });
  const { block } = synth(app).stack('stack').graph.at('Cluster/Access/111122223333-role-nodes/Resource');

  expect(block).toMatchObject({ kubernetes_groups: ['deployers'], user_name: 'ci:{{SessionName}}' });
});

test('an entry goes and comes with a role of the same stack, since EKS knows it by its unique id', () => {
  const app = newApp();
  const stack = newStack(app);
  const role = new IamRole(stack, 'Team', { assumeRolePolicy: '{}' });
  const entry = newCluster(stack).access.grantAccess('team', role.arn, [
    AccessPolicy.view(AccessScope.CLUSTER),
  ]);
  newStack(app, 'other');
  const { graph } = synth(app).stack('stack');

  expect(graph.at(entry.node.path.replace('stack/', '').concat('/Resource')).block['lifecycle']).toEqual({
    replace_triggered_by: [`${graph.at('Team').address}.unique_id`],
  });
});

test('while only aws-auth counts, nothing of an entry can be had', () => {
  const app = newApp();
  const authentication = AccessEntryAuth.migratingFromConfigMap({ step: MigrationStep.CONFIG_MAP });
  const entry = newCluster(newStack(app), { authentication }).grantClusterAdmin('more', ROLE);

  for (const ask of [() => entry.resource, () => entry.accessEntryArn]) {
    expect(ask).toThrow(
      `${AT}: resource is asked for, but no entry is made while only aws-auth counts (SEKS4011). Ask for it from MigrationStep.BOTH on.`,
    );
  }
});
