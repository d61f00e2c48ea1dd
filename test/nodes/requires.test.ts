/**
 * Roles that users bring: their policies need the same edges as those of the roles that the library makes.
 */
import { expect, test } from '@jest/globals';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { AddonName } from '../../lib';
import type { AddonOptions } from '../../lib';
import { addWorkers, newCluster } from '../support/cluster';
import { newApp, newStack, synth } from '../support/synth';

test('a node group and an add-on come after the policies of the roles that are brought', () => {
  const app = newApp();
  const stack = newStack(app);
  const role = new IamRole(stack, 'Role', { assumeRolePolicy: '{}' });
  const policy = new IamRolePolicyAttachment(stack, 'Policy', {
    role: role.name,
    policyArn: 'arn:aws:iam::aws:policy/Any',
  });
  const cluster = newCluster(stack);
  addWorkers(cluster, { nodeRoleArn: role.arn, requires: [policy] }, 'brought');
  cluster.addons.configure(AddonName.VPC_CNI, { podIdentityRoleArn: role.arn, requires: [policy] });
  const { graph } = synth(app).stack('stack');
  for (const path of ['Cluster/brought/Resource', 'Cluster/Addons/vpc-cni/Resource']) {
    expect(graph.at(path).block.depends_on).toContain(graph.at('Policy').address);
  }
  expect(graph.resources.map(({ path }) => path)).not.toContain('Cluster/Addons/vpc-cni/Role/Resource');
});

test('a policy that is made in the same app is attached by reference', () => {
  const app = newApp();
  const stack = newStack(app);
  const policy = new IamPolicy(stack, 'Own', { policy: '{}' });
  addWorkers(newCluster(stack), { additionalPolicies: [policy.arn] }, 'more');
  const { graph } = synth(app).stack('stack');
  const { block } = graph.at('Cluster/more/Role/aws_iam_policy.Own.arn');
  expect(block.policy_arn).toBe(`\${${graph.at('Own').address}.arn}`);
  expect(graph.at('Cluster/more/Resource').block.depends_on).toContain(
    graph.at('Cluster/more/Role/aws_iam_policy.Own.arn').address,
  );
});

test.each([['role first'], ['policy first']])(
  'what an add-on requires is kept when calls come apart: %s',
  (order) => {
    const app = newApp();
    const stack = newStack(app);
    const policyArn = 'arn:aws:iam::aws:policy/Any';
    const policy = new IamRolePolicyAttachment(stack, 'Policy', { role: 'cni', policyArn });
    const cluster = newCluster(stack);
    const calls: AddonOptions[] = [
      { podIdentityRoleArn: 'arn:aws:iam::111122223333:role/cni' },
      { requires: [policy] },
    ];
    (order === 'role first' ? calls : [...calls].reverse()).forEach((options) => {
      cluster.addons.configure(AddonName.VPC_CNI, options);
    });
    const { graph } = synth(app).stack('stack');
    expect(graph.at('Cluster/Addons/vpc-cni/Resource').block.depends_on).toEqual(
      [
        graph.at('Cluster/Addons/eks-pod-identity-agent/Resource').address,
        graph.at('Cluster/Resource').address,
        graph.at('Policy').address,
      ].sort(),
    );
  },
);
