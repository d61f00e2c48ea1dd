/**
 * Roles for services, and what is known of the environment that they are made in.
 */
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { expect, test } from '@jest/globals';
import { AwsEnvironment } from '../../lib/iam/aws-environment';
import type { ServiceRoleProps } from '../../lib/iam/service-role';
import { ServiceRole } from '../../lib/iam/service-role';
import { newApp, newStack, problemsOf, synth } from '../support/synth';
import { unknownText } from '../support/tokens';

function rendered(props: Partial<ServiceRoleProps>, region = 'eu-west-1') {
  const app = newApp();
  const stack = newStack(app, 'stack', region);
  const role = new ServiceRole(stack, 'Role', {
    service: 'ec2.amazonaws.com',
    trustActions: ['sts:AssumeRole'],
    nameParts: ['main', 'test'],
    managedPolicies: [],
    description: 'A role for a test',
    tags: { team: 'shop' },
    environment: new AwsEnvironment(stack),
    ...props,
  });
  return { role, graph: synth(app).stack('stack').graph };
}

test('the role is named after its parts and the region, as IAM knows no regions', () => {
  expect(rendered({}).graph.at('Role/Resource').block).toMatchObject({
    name: 'main.test.eu-west-1',
    description: 'A role for a test',
    tags: { team: 'shop' },
  });
});

test('the trust policy is literal JSON, with the principal of the partition', () => {
  const { block } = rendered({}, 'cn-north-1').graph.at('Role/Resource');

  expect(JSON.parse(block['assume_role_policy'] as string)).toEqual({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com.cn' }, Action: ['sts:AssumeRole'] },
    ],
  });
});

test('policies are attached by literal ARNs, at addresses that do not depend on their order', () => {
  const policies = ['service-role/AmazonEBSCSIDriverPolicy', 'arn:aws:iam::111122223333:policy/team/own'];
  const attachments = [policies, [...policies].reverse()].map((managedPolicies) =>
    rendered({ managedPolicies })
      .graph.ofType('aws_iam_role_policy_attachment')
      .map(({ address, block }) => [address, block['policy_arn'], block['lifecycle']]),
  );

  expect(attachments[0]).toEqual([
    [
      'aws_iam_role_policy_attachment.Role_111122223333-own_E37BC225',
      policies[1],
      { create_before_destroy: true },
    ],
    [
      'aws_iam_role_policy_attachment.Role_AmazonEBSCSIDriverPolicy_0E3E90AE',
      'arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy',
      { create_before_destroy: true },
    ],
  ]);
  expect(attachments[1]).toEqual(attachments[0]);
});

test('the attachments of a role are all its policies, inline ones included', () => {
  const { role } = rendered({
    managedPolicies: ['AmazonEKSClusterPolicy'],
    inlinePolicies: { write: { Statement: [] } },
  });

  expect(role.attachments.map(({ node }) => node.path)).toEqual([
    'stack/Role/AmazonEKSClusterPolicy',
    'stack/Role/Inline-write',
  ]);
});

test('an environment knows the region of its own provider rather than that of the stack', () => {
  const stack = newStack(newApp());
  const provider = new AwsProvider(stack, 'other', { alias: 'other', region: 'us-gov-east-1' });

  expect(new AwsEnvironment(stack)).toMatchObject({ region: 'eu-west-1', partition: 'aws' });
  expect(new AwsEnvironment(stack, provider)).toMatchObject({
    region: 'us-gov-east-1',
    partition: 'aws-us-gov',
  });
  expect(new AwsEnvironment(stack, provider, 'aws-iso')).toMatchObject({ partition: 'aws-iso' });
});

test('a provider with an alias is not the default of the stack', () => {
  const app = newApp();
  const stack = newStack(app, 'stack', unknownText());
  new AwsProvider(stack, 'other', { alias: 'other', region: 'us-gov-east-1' });
  const { region } = new AwsEnvironment(stack);

  expect(region).toBeUndefined();
  expect(problemsOf(app)).toEqual(['SEKS1006 at stack']);
});
