/**
 * ARNs, partitions and the ARNs of managed policies.
 */
import { expect, test } from '@jest/globals';
import {
  managedPolicyArn,
  parseArn,
  partitionOfRegion,
  servicePrincipal,
} from '../../../lib/validation/checks/arn';

test.each([
  ['arn:aws:iam::111122223333:role/team/admin', 'aws', 'iam', '', '111122223333', 'role/team/admin'],
  [
    'arn:aws-cn:eks:cn-north-1:111122223333:cluster/x',
    'aws-cn',
    'eks',
    'cn-north-1',
    '111122223333',
    'cluster/x',
  ],
  ['arn:aws-us-gov:iam::aws:policy/A', 'aws-us-gov', 'iam', '', 'aws', 'policy/A'],
  ['arn:aws:s3:::bucket/key:with:colons', 'aws', 's3', '', '', 'bucket/key:with:colons'],
])('%s is taken apart', (text, partition, service, region, account, resource) => {
  expect(parseArn(text)).toEqual({ partition, service, region, account, resource });
});

test.each([
  '',
  'admin',
  'arn:aws:iam::111122223333',
  'arn:aws:iam::111122223333:',
  'arn:aws:iam::1111:role/short-account',
  'arn:gcp:iam::111122223333:role/x',
  ' arn:aws:iam::111122223333:role/x',
  'arn:aws:iam:role/x',
])("'%s' is no ARN", (text) => {
  expect(parseArn(text)).toBeUndefined();
});

test.each([
  ['eu-west-1', 'aws'],
  ['us-east-1', 'aws'],
  ['cn-northwest-1', 'aws-cn'],
  ['us-gov-west-1', 'aws-us-gov'],
  ['us-iso-east-1', 'aws-iso'],
  ['us-isob-east-1', 'aws-iso-b'],
  ['eu-isoe-west-1', 'aws-iso-e'],
  ['us-isof-south-1', 'aws-iso-f'],
  ['eusc-de-east-1', 'aws-eusc'],
])('the region %s belongs to %s', (region, partition) => {
  expect(partitionOfRegion(region)).toBe(partition);
});

test('a managed policy keeps its path and gets the partition', () => {
  expect(managedPolicyArn('aws-cn', 'service-role/AmazonEBSCSIDriverPolicy')).toBe(
    'arn:aws-cn:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy',
  );
});

test.each([
  ['ec2.amazonaws.com', 'aws', 'ec2.amazonaws.com'],
  ['ec2.amazonaws.com', 'aws-us-gov', 'ec2.amazonaws.com'],
  ['ec2.amazonaws.com', 'aws-cn', 'ec2.amazonaws.com.cn'],
  ['ec2.amazonaws.com', 'aws-iso', 'ec2.c2s.ic.gov'],
  ['ec2.amazonaws.com', 'aws-iso-b', 'ec2.sc2s.sgov.gov'],
  ['eks.amazonaws.com', 'aws-cn', 'eks.amazonaws.com'],
])('the principal of %s in %s is %s', (service, partition, expected) => {
  expect(servicePrincipal(service, partition)).toBe(expected);
});
