/**
 * What the controller of Karpenter may do.
 */
import { expect, test } from '@jest/globals';
import type { PolicyStatement } from '../../lib/iam/policy-facts';
import { controllerPolicies } from '../../lib/karpenter/controller-policies';
import { LONGEST_PLACE, PLACE, resourcesOf, statementsOf, writesOf } from '../support/presets';

const REACH = {
  nodeRoleArn: 'arn:aws:iam::111122223333:role/main.karpenter-node.eu-west-1',
  queueArn: 'arn:aws:sqs:eu-west-1:111122223333:main-karpenter',
};
const statements = statementsOf(controllerPolicies(PLACE, REACH));

/** What it looks like in the answer of IAM, so that all tests read it alike. */
const textOf = ({ Condition }: PolicyStatement): string => JSON.stringify(Condition ?? {});

test('the policies are these', () => {
  expect(controllerPolicies(PLACE, REACH)).toMatchSnapshot();
});

test('nothing is changed everywhere', () => {
  const everywhere = statements.filter((statement) => resourcesOf(statement).includes('*'));
  expect(everywhere.flatMap(writesOf)).toEqual([]);
});

test('what exists is changed only where it is of this cluster and of Karpenter', () => {
  const changing = statements.filter(({ Action }) =>
    Action.some((action) => /:(Add|Delete(Instance|Launch)|Remove|Tag|Terminate)/.test(action)),
  );
  expect(changing.length).toBe(3);
  for (const statement of changing) {
    expect(textOf(statement)).toContain('"aws:ResourceTag/kubernetes.io/cluster/main":"owned"');
    expect(textOf(statement)).toMatch(
      /"aws:ResourceTag\/karpenter\.(sh\/nodepool|k8s\.aws\/ec2nodeclass)":"\*"/,
    );
  }
});

test('what is made is tagged for this cluster', () => {
  const making = statements.filter(
    ({ Action, Resource }) =>
      Action.some((action) => /:Create(InstanceProfile|LaunchTemplate)|:RunInstances/.test(action)) &&
      // Images, subnets and the like are used, not made.
      !resourcesOf({ Effect: 'Allow', Action, Resource }).some((arn) => arn.includes(':image/')),
  );
  expect(making.length).toBe(3);
  for (const statement of making) {
    expect(textOf(statement)).toMatch(/"aws:Re(quest|source)Tag\/kubernetes\.io\/cluster\/main":"owned"/);
  }
});

test('it passes one role, to EC2', () => {
  const passing = statements.filter(({ Action }) => Action.includes('iam:PassRole'));
  expect(passing).toEqual([
    {
      Effect: 'Allow',
      Action: ['iam:PassRole'],
      Resource: [REACH.nodeRoleArn],
      Condition: { StringEquals: { 'iam:PassedToService': ['ec2.amazonaws.com', 'ec2.amazonaws.com.cn'] } },
    },
  ]);
});

test('all of it fits into a role for the longest names', () => {
  const longest = {
    nodeRoleArn: `arn:aws-us-gov:iam::111122223333:role/${'p'.repeat(512)}/${'r'.repeat(64)}`,
    queueArn: `arn:aws-us-gov:sqs:${LONGEST_PLACE.region}:111122223333:${'q'.repeat(80)}`,
  };
  const documents = Object.values(controllerPolicies(LONGEST_PLACE, longest));
  const length = documents.reduce((sum, document) => sum + JSON.stringify(document).length, 0);
  expect(length).toBeLessThanOrEqual(10_240);
});

test('a region that is not known is any', () => {
  const any = statementsOf(controllerPolicies({ ...PLACE, region: '*' }, REACH));
  expect(JSON.stringify(any)).toContain('"StringLike":{"aws:RequestedRegion":"*"}');
  expect(JSON.stringify(any)).not.toContain('"StringEquals":{"aws:RequestedRegion"');
});
