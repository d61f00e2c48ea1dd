import { describe, expect, test } from '@jest/globals';
import { documentAllows, trustAllows } from '../../../../lib/rehearsal/aws/iam/policy-text';

describe('A policy document', () => {
  const text = (Statement: unknown): string => JSON.stringify({ Version: '2012-10-17', Statement });

  test('allows an action by name, pattern or list, in any case', () => {
    const single = { Effect: 'Allow', Action: 'ec2:AssignIpv6Addresses', Resource: '*' };
    expect(documentAllows(text(single), 'ec2:assignipv6addresses')).toBe(true);
    expect(
      documentAllows(text([{ ...single, Action: ['s3:*', 'ec2:Assign*'] }]), 'ec2:AssignIpv6Addresses'),
    ).toBe(true);
    expect(documentAllows(text([{ ...single, Action: 'ec2:Create?ags' }]), 'ec2:CreateTags')).toBe(true);
  });

  test('does not allow what it does not name or denies', () => {
    const allow = { Effect: 'Allow', Action: '*' };
    expect(documentAllows(text([{ Effect: 'Allow', Action: 'ec2:Create' }]), 'ec2:CreateTags')).toBe(false);
    expect(documentAllows(text([allow, { Effect: 'Deny', Action: 'ec2:*' }]), 'ec2:CreateTags')).toBe(false);
    expect(documentAllows('no JSON', 'ec2:CreateTags')).toBe(false);
  });

  test('trusts the services that it names', () => {
    const trust = text([
      {
        Effect: 'Allow',
        Principal: { Service: ['pods.eks.amazonaws.com'] },
        Action: ['sts:AssumeRole', 'sts:TagSession'],
      },
    ]);
    expect(trustAllows(trust, 'pods.eks.amazonaws.com', 'sts:TagSession')).toBe(true);
    expect(trustAllows(trust, 'ec2.amazonaws.com', 'sts:AssumeRole')).toBe(false);
    expect(
      trustAllows(text([{ Effect: 'Allow', Principal: '*', Action: 'sts:*' }]), 'x', 'sts:AssumeRole'),
    ).toBe(true);
  });
});
