/**
 * Principals, policies and scopes as values.
 */
import { expect, test } from '@jest/globals';
import { AccessPolicy, AccessScope } from '../../lib/access/access-policy';
import { judgePrincipal, principalId } from '../../lib/access/principal';

test.each([
  'arn:aws:iam::111122223333:role/admin',
  'arn:aws:iam::111122223333:role/team/ops/admin',
  'arn:aws:iam::111122223333:user/ann+bob=x,y.z@example_1',
  'arn:aws-cn:iam::111122223333:role/admin',
  'arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Admin_0123456789abcdef',
])('%s can have an entry', (arn) => {
  expect(judgePrincipal(arn)).toEqual([]);
});

test.each([
  ['admin', 'is not an ARN', 'Give the full ARN, such as arn:aws:iam::111122223333:role/name.'],
  [
    'arn:aws:sts::111122223333:assumed-role/admin/me',
    'is a session of a role, not the role',
    'Give the role itself, arn:aws:iam::111122223333:role/admin, with its path if it has one.',
  ],
  [
    'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Admin_0123/me',
    'is a session of a role, not the role',
    'Give the role itself, arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/<region>/AWSReservedSSO_Admin_0123.',
  ],
  ['arn:aws:s3:::bucket', 'belongs to s3, not to IAM', 'Give the ARN of an IAM user or role.'],
  [
    'arn:aws:sts::111122223333:federated-user/ann',
    'belongs to sts, not to IAM',
    'Give the ARN of an IAM user or role.',
  ],
  ['arn:aws:iam::111122223333:root', 'is the root of an account', 'Give a role of that account.'],
  [
    'arn:aws:iam::111122223333:role/aws-service-role/eks.amazonaws.com/AWSServiceRoleForAmazonEKS',
    'is a service-linked role',
    'EKS takes no service-linked roles; give a role of your own.',
  ],
  [
    'arn:aws:iam::111122223333:group/admins',
    'is neither a user nor a role',
    'Give the ARN of an IAM user or role.',
  ],
  [
    'arn:aws:iam::111122223333:role/*',
    'is neither a user nor a role',
    'Give the ARN of an IAM user or role.',
  ],
])('%s cannot have an entry: it %s', (arn, what, fix) => {
  expect(judgePrincipal(arn)).toEqual([
    {
      code: 'SEKS4002',
      property: 'principalArn',
      value: arn,
      limit: 'the ARN of an IAM user or role',
      what: `principalArn '${arn}' ${what}`,
      fix,
    },
  ]);
});

test.each([
  ['arn:aws:iam::111122223333:role/team/admin', '111122223333-role-team-admin-5bfe7907'],
  ['arn:aws:iam::111122223333:user/ann@example.com', '111122223333-user-ann-example.com-5af32a4a'],
  ['${aws_iam_role.Role.arn}', 'aws_iam_role.Role.arn'],
])('the id of the entry of %s is %s', (principal, expected) => {
  expect(principalId(principal)).toBe(expected);
});

test.each([
  [AccessPolicy.clusterAdmin(), 'AmazonEKSClusterAdminPolicy', true],
  [AccessPolicy.admin(AccessScope.CLUSTER), 'AmazonEKSAdminPolicy', false],
  [AccessPolicy.adminView(AccessScope.CLUSTER), 'AmazonEKSAdminViewPolicy', false],
  [AccessPolicy.edit(AccessScope.CLUSTER), 'AmazonEKSEditPolicy', false],
  [AccessPolicy.view(AccessScope.CLUSTER), 'AmazonEKSViewPolicy', false],
  [AccessPolicy.of('AmazonEKSClusterAdminPolicy', AccessScope.CLUSTER), 'AmazonEKSClusterAdminPolicy', true],
  [AccessPolicy.of('AmazonEKSSecretReaderPolicy', AccessScope.CLUSTER), 'AmazonEKSSecretReaderPolicy', false],
])(
  'policy %# is one of EKS, and cluster administration only where it says so',
  (policy, name, isClusterAdmin) => {
    expect(policy).toMatchObject({ name, isClusterAdmin });
    expect(policy._judge()).toEqual([]);
    expect(policy.arn('aws-cn')).toBe(`arn:aws-cn:eks::aws:cluster-access-policy/${name}`);
  },
);

test('a policy that is unlike all that are known is taken as it is', () => {
  expect(AccessPolicy.of('SomethingThatAmazonMakesOnlyNextYear', AccessScope.CLUSTER)._judge()).toEqual([]);
});

test('namespaces are sorted and named once', () => {
  const scope = AccessScope.namespaces('shop', 'cart', 'shop', 'team-*');

  expect(scope).toMatchObject({ type: 'namespace', namespaceNames: ['cart', 'shop', 'team-*'] });
  expect(scope.toString()).toBe('the namespaces cart, shop, team-*');
});

test('the scope of a cluster names no namespace', () => {
  expect(AccessScope.CLUSTER).toMatchObject({ type: 'cluster', namespaceNames: [] });
  expect(AccessScope.CLUSTER.toString()).toBe('the cluster');
});
