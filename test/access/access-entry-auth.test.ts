/**
 * Entries and their policies: one entry per principal, whatever the order of grants.
 */
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { AccessPolicy, AccessScope } from '../../lib/access/access-policy';
import type { SafeEksCluster } from '../../lib/cluster/safe-eks-cluster';
import { addWorkers, ADMIN_ARN, bareCluster, newCluster } from '../support/cluster';
import { newApp, newStack, synth } from '../support/synth';

const ANN_ARN = 'arn:aws:iam::111122223333:user/ann';
const ANN_PATH = 'Cluster/Access/111122223333-user-ann';

function rendered(change: (cluster: SafeEksCluster) => void) {
  const app = newApp();
  const cluster = newCluster(newStack(app));
  change(cluster);
  const output = synth(app);
  return { cluster, output, graph: output.stack('stack').graph };
}

test('a grant makes an entry of type STANDARD and an association that comes after it', () => {
  const { graph } = rendered(({ access }) => {
    access.grant('ann', ANN_ARN, {
      policies: [AccessPolicy.view(AccessScope.CLUSTER)],
      kubernetesGroups: ['b', 'a'],
    });
  });
  const entry = graph.at(`${ANN_PATH}/Resource`);

  expect(entry.block).toMatchObject({
    principal_arn: ANN_ARN,
    type: 'STANDARD',
    kubernetes_groups: ['a', 'b'],
    tags: { 'safe-eks:cluster': 'main' },
  });
  expect(graph.at(`${ANN_PATH}/AmazonEKSViewPolicy`).block).toMatchObject({
    principal_arn: `\${${entry.address}.principal_arn}`,
    policy_arn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy',
    access_scope: { type: 'cluster' },
  });
});

test('an entry without groups says so, so that groups are taken away again', () => {
  const { graph } = rendered((cluster) => cluster.grantAccess('ann', ANN_ARN, []));

  expect(graph.at(`${ANN_PATH}/Resource`).block['kubernetes_groups']).toEqual([]);
});

test('grants for one principal share its entry', () => {
  const { graph } = rendered((cluster) => {
    const first = cluster.grantAccess('shop', ANN_ARN, [AccessPolicy.edit(AccessScope.namespaces('shop'))]);
    const second = cluster.grantAccess('all', ANN_ARN, [
      AccessPolicy.view(AccessScope.CLUSTER),
      AccessPolicy.edit(AccessScope.namespaces('cart', 'shop')),
    ]);
    expect(second).toBe(first);
  });

  expect(graph.ofType('aws_eks_access_entry')).toHaveLength(2);
  expect(graph.at(`${ANN_PATH}/AmazonEKSEditPolicy`).block['access_scope']).toEqual({
    type: 'namespace',
    namespaces: ['cart', 'shop'],
  });
  expect(graph.at(`${ANN_PATH}/AmazonEKSViewPolicy`).block['access_scope']).toEqual({ type: 'cluster' });
});

test('the same grant under two ids is rendered once', () => {
  const { graph } = rendered((cluster) => {
    cluster.grantClusterAdmin('again', ADMIN_ARN);
  });

  expect(graph.ofType('aws_eks_access_policy_association')).toHaveLength(1);
});

test('a role of the same stack is one principal, however often its ARN is read', () => {
  const { graph } = rendered((cluster) => {
    const role = new IamRole(cluster.node.scope as SafeEksCluster, 'Role', { assumeRolePolicy: '{}' });
    const [first, second] = [
      cluster.grantClusterAdmin('a', role.arn),
      cluster.grantClusterAdmin('b', role.arn),
    ];
    expect(second).toBe(first);
  });

  expect(graph.ofType('aws_eks_access_entry').map(({ path }) => path)).toContain(
    'Cluster/Access/aws_iam_role.Role.arn/Resource',
  );
});

test('the ARN of an entry refers to it', () => {
  const { cluster, graph } = rendered(() => undefined);
  const entry = cluster.grantClusterAdmin('again', ADMIN_ARN);

  expect(entry.principalArn).toBe(ADMIN_ARN);
  expect(entry.isClusterAdmin).toBe(true);
  expect(graph.at('Cluster/Access/111122223333-role-admin/Resource').address).toBe(
    `aws_eks_access_entry.${entry.resource.friendlyUniqueId}`,
  );
});

test('nodes do not wait for access', () => {
  const { graph } = rendered(() => undefined);
  const upstream = graph.upstreamOf(graph.at('Cluster/workers/Resource').address);

  expect([...upstream].filter((address) => address.startsWith('aws_eks_access'))).toEqual([]);
});

test('the order of grants does not matter', () => {
  const grants: ((cluster: SafeEksCluster) => unknown)[] = [
    (cluster) => cluster.grantClusterAdmin('admin', ADMIN_ARN),
    (cluster) =>
      cluster.grantAccess('shop', ANN_ARN, [AccessPolicy.edit(AccessScope.namespaces('shop', 'b'))]),
    (cluster) => cluster.grantAccess('cart', ANN_ARN, [AccessPolicy.edit(AccessScope.namespaces('cart'))]),
    (cluster) => cluster.access.grant('groups', ANN_ARN, { kubernetesGroups: ['z', 'a'] }),
    (cluster) =>
      cluster.access.grant('more', ANN_ARN, {
        kubernetesGroups: ['m'],
        policies: [AccessPolicy.view(AccessScope.CLUSTER)],
      }),
    (cluster) => addWorkers(cluster),
  ];
  const outcome = (calls: typeof grants): unknown => {
    const app = newApp();
    const cluster = bareCluster(newStack(app));
    calls.forEach((call) => call(cluster));
    return synth(app).stack('stack').configuration;
  };
  const expected = outcome(grants);

  fc.assert(
    fc.property(fc.shuffledSubarray(grants, { minLength: grants.length }), (calls) => {
      expect(outcome(calls)).toEqual(expected);
    }),
    { numRuns: 20 },
  );
});
