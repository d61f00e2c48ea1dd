/**
 * Everything that can be wrong with access to a cluster, as its user reads it.
 */
import { expect, test } from '@jest/globals';
import { AccessEntryAuth } from '../../lib/access/access-entry-auth';
import { AccessPolicy, AccessScope } from '../../lib/access/access-policy';
import type { SafeEksCluster } from '../../lib/cluster/safe-eks-cluster';
import { addWorkers, ADMIN_ARN, bareCluster, newCluster } from '../support/cluster';
import type { ProblemCase } from '../support/problem-case';
import { expectError } from '../support/problem-case';
import { messagesOf, newApp, newStack, problemsOf } from '../support/synth';
import { unknownText } from '../support/tokens';

const AT = 'stack/Cluster/Access';
const ANN_ARN = 'arn:aws:iam::111122223333:user/ann';
const ANN_AT = `${AT}/111122223333-user-ann`;

const withCluster =
  (change: (cluster: SafeEksCluster) => unknown): ProblemCase['build'] =>
  (stack) => {
    change(newCluster(stack));
  };
const grantToAnn = (...policies: AccessPolicy[]) =>
  withCluster((cluster) => cluster.grantAccess('ann', ANN_ARN, policies));

const ERRORS: ProblemCase[] = [
  {
    when: 'nobody is administrator',
    build: (stack) => {
      const cluster = bareCluster(stack);
      addWorkers(cluster);
      cluster.grantAccess('ann', ANN_ARN, [AccessPolicy.view(AccessScope.CLUSTER)]);
    },
    message: `${AT}: nobody is granted cluster administration, so nobody could enter the cluster to repair anything (SEKS4001). Call grantClusterAdmin('admin', '<ARN of a role>').`,
  },
  {
    when: 'the principal is a session',
    build: withCluster((cluster) =>
      cluster.grantClusterAdmin('me', 'arn:aws:sts::111122223333:assumed-role/admin/me'),
    ),
    message: `${AT}: principalArn 'arn:aws:sts::111122223333:assumed-role/admin/me' is a session of a role, not the role (SEKS4002). Give the role itself, arn:aws:iam::111122223333:role/admin, with its path if it has one.`,
    property: 'principalArn',
    value: 'arn:aws:sts::111122223333:assumed-role/admin/me',
  },
  {
    when: 'a policy is granted for the cluster and for namespaces',
    build: withCluster((cluster) => {
      cluster.grantAccess('shop', ANN_ARN, [AccessPolicy.view(AccessScope.namespaces('shop'))]);
      cluster.grantAccess('all', ANN_ARN, [AccessPolicy.view(AccessScope.CLUSTER)]);
    }),
    message: `${ANN_AT}: policies grants AmazonEKSViewPolicy twice: 'all' grants it for the cluster, 'shop' grants it for the namespaces shop (SEKS4003). Drop one of the two; EKS would keep the one that comes last.`,
    property: 'policies',
    value: 'AmazonEKSViewPolicy',
  },
  {
    when: 'a grant is made twice under one id',
    build: withCluster((cluster) =>
      cluster.grantAccess('admin', ANN_ARN, [AccessPolicy.view(AccessScope.CLUSTER)]),
    ),
    message: `${AT}: the grant 'admin' is made twice, for ${ADMIN_ARN} and ${ANN_ARN} (SEKS4003). Give each grant its own id.`,
    property: 'id',
    value: 'admin',
  },
  {
    when: 'a policy is misspelt',
    build: grantToAnn(AccessPolicy.of('AmazonEKSViewPolcy', AccessScope.CLUSTER)),
    message: `${ANN_AT}: policies names 'AmazonEKSViewPolcy', which is no access policy of EKS (SEKS4004). Did you mean AmazonEKSViewPolicy?`,
    property: 'policies',
    value: 'AmazonEKSViewPolcy',
  },
  {
    when: 'a policy is given by its ARN',
    build: grantToAnn(
      AccessPolicy.of('arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy', AccessScope.CLUSTER),
    ),
    message: `${ANN_AT}: policies names 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy', which is no access policy of EKS (SEKS4004). Give the last part of the policy's ARN.`,
    property: 'policies',
    value: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy',
  },
  {
    when: 'a scope names no namespace',
    build: grantToAnn(AccessPolicy.edit(AccessScope.namespaces())),
    message: `${ANN_AT}: policies scopes AmazonEKSEditPolicy to namespaces but names none (SEKS4005). Name at least one namespace, or use AccessScope.CLUSTER.`,
    property: 'policies',
    value: [],
  },
  {
    when: 'cluster administration is scoped to namespaces',
    build: grantToAnn(AccessPolicy.of('AmazonEKSClusterAdminPolicy', AccessScope.namespaces('shop'))),
    message: `${ANN_AT}: policies scopes AmazonEKSClusterAdminPolicy to the namespaces shop, but it always means the whole cluster (SEKS4005). Use AccessPolicy.admin for namespaces.`,
    property: 'policies',
    value: ['shop'],
  },
  {
    when: 'a group belongs to Kubernetes itself',
    build: withCluster(({ access }) =>
      access.grant('ann', ANN_ARN, { kubernetesGroups: ['team', 'system:masters'] }),
    ),
    message: `${ANN_AT}: kubernetesGroups names 'system:masters', but EKS takes no group that begins with system: (SEKS4006). Bind a group of your own to the same role, or grant AccessPolicy.clusterAdmin().`,
    property: 'kubernetesGroups',
    value: 'system:masters',
  },
  {
    when: 'the role of nodes is granted something',
    build: (stack) => {
      const cluster = newCluster(stack);
      const nodeRoleArn = 'arn:aws:iam::111122223333:role/node';
      addWorkers(cluster, { nodeRoleArn }, 'extra');
      cluster.grantAccess('nodes', nodeRoleArn, [AccessPolicy.view(AccessScope.CLUSTER)]);
    },
    message: `${AT}: 'arn:aws:iam::111122223333:role/node' is the role of stack/Cluster/extra, and EKS makes its entry itself (SEKS4007). Remove the grant; a second entry for the role is refused by EKS.`,
    property: 'principalArn',
    value: 'arn:aws:iam::111122223333:role/node',
  },
];

test.each(ERRORS)('access is refused when $when', expectError);

test('the role that is made for nodes is recognized by its reference', () => {
  const app = newApp();
  const cluster = bareCluster(newStack(app));
  cluster.grantClusterAdmin('admin', ADMIN_ARN);
  cluster.grantClusterAdmin('nodes', addWorkers(cluster).nodeRoleArn);

  expect(problemsOf(app)).toEqual([`SEKS4007 at ${AT}`]);
});

test('a principal that is a token is not judged', () => {
  const app = newApp();
  newCluster(newStack(app)).grantClusterAdmin('other', unknownText());

  expect(messagesOf(app)).toEqual([]);
});

test('groups alone are no administration', () => {
  const app = newApp();
  const cluster = bareCluster(newStack(app));
  addWorkers(cluster);
  cluster.access.grant('ann', ANN_ARN, { kubernetesGroups: ['admins'] });

  expect(problemsOf(app)).toEqual([`SEKS4001 at ${AT}`]);
});

test('an entry beside those of the cluster’s own AccessEntryAuth needs no administrator when it is told so', () => {
  const app = newApp();
  const stack = newStack(app);
  const more = new AccessEntryAuth(stack, 'More', { cluster: newCluster(stack), requireClusterAdmin: false });
  more.grantAccess('ann', ANN_ARN, [AccessPolicy.view(AccessScope.CLUSTER)]);

  expect(problemsOf(app)).toEqual([]);
});

test('a principal with entries in two places is reported at both', () => {
  const app = newApp();
  const stack = newStack(app);
  const more = new AccessEntryAuth(stack, 'More', { cluster: newCluster(stack) });
  more.grantClusterAdmin('admin', ADMIN_ARN);

  expect(messagesOf(app)).toEqual(
    expect.arrayContaining([
      `${AT}: '${ADMIN_ARN}' also has an entry at stack/More/111122223333-role-admin (SEKS4003). Make all grants of a cluster in one place.`,
      `stack/More: '${ADMIN_ARN}' also has an entry at ${AT}/111122223333-role-admin (SEKS4003). Make all grants of a cluster in one place.`,
    ]),
  );
});
test('a principal with entries in two places is no problem of the order', () => {
  const app = newApp();
  const stack = newStack(app);
  const more = new AccessEntryAuth(stack, 'More', { cluster: newCluster(stack) });
  more.grantClusterAdmin('admin', ADMIN_ARN);

  expect(problemsOf(app).filter((problem) => problem.startsWith('SEKS1304'))).toEqual([]);
});
test('two roles whose paths differ in a dash can both enter', () => {
  const app = newApp();
  const cluster = newCluster(newStack(app));
  cluster.grantClusterAdmin('one', 'arn:aws:iam::111122223333:role/team/ops');
  cluster.grantClusterAdmin('two', 'arn:aws:iam::111122223333:role/team-ops');

  expect(problemsOf(app)).toEqual([]);
});
