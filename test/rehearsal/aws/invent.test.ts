import { describe, expect, test } from '@jest/globals';
import { inventAttribute } from '../../../lib/rehearsal/aws/invent';
import type { Known } from '../../../lib/rehearsal/protocol/value';

const ACCOUNT = '111122223333';

describe('An invented ARN', () => {
  test.each<readonly [type: string, id: string, attributes: { [name: string]: Known }, arn: string]>([
    ['aws_vpc_endpoint', 'vpce-1', {}, `arn:aws:ec2:eu-west-1:${ACCOUNT}:vpc-endpoint/vpce-1`],
    ['aws_launch_template', 'lt-1', {}, `arn:aws:ec2:eu-west-1:${ACCOUNT}:launch-template/lt-1`],
    ['aws_flow_log', 'fl-1', {}, `arn:aws:ec2:eu-west-1:${ACCOUNT}:vpc-flow-log/fl-1`],
    ['aws_iam_role', 'x', { name: 'x', path: '/team/' }, `arn:aws:iam::${ACCOUNT}:role/team/x`],
    ['aws_sqs_queue', 'https://…', { name: 'q' }, `arn:aws:sqs:eu-west-1:${ACCOUNT}:q`],
    ['aws_cloudwatch_event_rule', 'r', { name: 'r' }, `arn:aws:events:eu-west-1:${ACCOUNT}:rule/r`],
    [
      'aws_cloudwatch_log_group',
      '/a/b',
      { name: '/a/b' },
      `arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:/a/b`,
    ],
    ['aws_s3_bucket', 'b', {}, 'arn:aws:s3:::b'],
    [
      'aws_iam_service_linked_role',
      'r',
      { aws_service_name: 'spot.amazonaws.com' },
      `arn:aws:iam::${ACCOUNT}:role/aws-service-role/spot.amazonaws.com/AWSServiceRoleForEC2Spot`,
    ],
    ['aws_new_thing', 't-1', {}, `arn:aws:new:eu-west-1:${ACCOUNT}:thing/t-1`],
  ])('of %s looks as AWS writes it', (type, id, attributes, arn) => {
    expect(invent(type, 'arn', id, attributes)).toBe(arn);
  });

  test('lies in the partition of its region', () => {
    const object = { kind: 'aws_vpc', id: 'vpc-1', region: 'cn-north-1', attributes: {} };
    expect(inventAttribute('aws_vpc', 'arn', object)).toBe(`arn:aws-cn:ec2:cn-north-1:${ACCOUNT}:vpc/vpc-1`);
  });

  test('of parts of a cluster names the cluster', () => {
    const attributes = { cluster_name: 'main', node_group_name: 'workers' };
    expect(invent('aws_eks_node_group', 'arn', 'main:workers', attributes)).toMatch(
      /^arn:aws:eks:eu-west-1:111122223333:nodegroup\/main\/workers\/[0-9a-f]{8}-[0-9a-f]{4}-/,
    );
  });
});

describe('Other invented values', () => {
  test('are ids as AWS gives them, the same each time', () => {
    expect(invent('aws_nat_gateway', 'association_id')).toMatch(/^eipassoc-[0-9a-f]{17}$/);
    expect(invent('aws_nat_gateway', 'association_id')).toBe(invent('aws_nat_gateway', 'association_id'));
    expect(invent('aws_vpc', 'dhcp_options_id')).toMatch(/^dopt-/);
    expect(invent('aws_security_group_rule', 'security_group_rule_id')).toMatch(/^sgr-/);
    expect(invent('aws_eks_pod_identity_association', 'association_id')).toMatch(/^a-/);
    expect(invent('aws_eip', 'allocation_id', 'eipalloc-1')).toBe('eipalloc-1');
  });

  test('are ids of whole objects', () => {
    expect(invent('aws_route_table_association', 'id')).toMatch(/^rtbassoc-[0-9a-f]{17}$/);
    expect(invent('aws_cloudwatch_event_rule', 'id', '', { name: 'rule' })).toBe('rule');
  });

  test('are the account, the region and zones', () => {
    expect(invent('aws_vpc', 'owner_id')).toBe(ACCOUNT);
    expect(invent('aws_vpc', 'region')).toBe('eu-west-1');
    expect(invent('aws_subnet', 'availability_zone_id', 'x', { availability_zone: 'eu-west-1c' })).toBe(
      'euw1-az3',
    );
  });

  test('are names after their prefix, and empty where AWS leaves them empty', () => {
    expect(invent('aws_security_group', 'name', 'x', { name_prefix: 'nodes-' })).toMatch(
      /^nodes-[0-9a-f]{26}$/,
    );
    expect(invent('aws_security_group', 'name_prefix')).toBe('');
    expect(invent('aws_sqs_queue', 'url', 'x', { name: 'q' })).toBe(
      `https://sqs.eu-west-1.amazonaws.com/${ACCOUNT}/q`,
    );
  });

  test('are none where nothing is known', () => {
    expect(invent('aws_vpc', 'some_number')).toBeUndefined();
  });
});

function invent(
  type: string,
  attribute: string,
  id = 'x-1',
  attributes: { [name: string]: Known } = {},
): Known | undefined {
  return inventAttribute(type, attribute, { kind: type, id, region: 'eu-west-1', attributes });
}
