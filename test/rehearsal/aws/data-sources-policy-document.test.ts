import { describe, expect, test } from '@jest/globals';
import { policyDocument } from '../../../lib/rehearsal/aws/data-sources-policy-document';
import type { KnownValues } from '../../../lib/rehearsal/protocol/value';
import { World } from '../../../lib/rehearsal/world/world';

describe('A policy document', () => {
  test('is rendered with its principals and conditions', () => {
    const statement = {
      sid: 'Pods',
      actions: ['sts:AssumeRole', 'sts:TagSession'],
      principals: [{ type: 'Service', identifiers: ['pods.eks.amazonaws.com'] }],
      condition: [
        { test: 'StringEquals', variable: 'aws:SourceAccount', values: ['111122223333'] },
        {
          test: 'ArnLike',
          variable: 'aws:SourceArn',
          values: ['arn:aws:eks:*:*:cluster/a', 'arn:aws:eks:*:*:cluster/b'],
        },
      ],
    };
    expect(render({ statement: [statement] })).toBe(`{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Pods",
      "Effect": "Allow",
      "Action": [
        "sts:TagSession",
        "sts:AssumeRole"
      ],
      "Principal": {
        "Service": "pods.eks.amazonaws.com"
      },
      "Condition": {
        "ArnLike": {
          "aws:SourceArn": [
            "arn:aws:eks:*:*:cluster/a",
            "arn:aws:eks:*:*:cluster/b"
          ]
        },
        "StringEquals": {
          "aws:SourceAccount": "111122223333"
        }
      }
    }
  ]
}`);
  });

  test('has one value alone, several backwards, and variables of IAM', () => {
    const statement = {
      effect: 'Deny',
      not_actions: ['s3:Get*'],
      resources: ['arn:aws:s3:::a/&{aws:username}', 'arn:aws:s3:::b'],
      principals: [
        { type: 'AWS', identifiers: ['arn:aws:iam::111122223333:root'] },
        { type: 'AWS', identifiers: ['arn:aws:iam::444455556666:root'] },
      ],
    };
    expect(parsed({ policy_id: 'p', version: '2008-10-17', statement: [statement] })).toEqual({
      Version: '2008-10-17',
      Id: 'p',
      Statement: [
        {
          Effect: 'Deny',
          NotAction: 's3:Get*',
          Resource: ['arn:aws:s3:::b', 'arn:aws:s3:::a/${aws:username}'],
          Principal: { AWS: ['arn:aws:iam::111122223333:root', 'arn:aws:iam::444455556666:root'] },
        },
      ],
    });
    const anybody = { actions: ['*'], principals: [{ type: '*', identifiers: ['*'] }] };
    expect(parsed({ statement: [anybody] })['Statement']).toEqual([
      { Effect: 'Allow', Action: '*', Principal: '*' },
    ]);
  });

  test('is put together from sources, itself and what overrides, by the names of statements', () => {
    const document = (...statements: readonly KnownValues[]): string =>
      JSON.stringify({ Version: '2012-10-17', Statement: statements });
    expect(
      parsed({
        source_policy_documents: [
          document({ Sid: 'A', Effect: 'Allow', Action: 'a:*' }, { Effect: 'Allow', Action: 'x' }),
        ],
        statement: [{ sid: 'B', actions: ['b:*'] }],
        override_policy_documents: [document({ Sid: 'A', Effect: 'Deny', Action: 'a:*' })],
      })['Statement'],
    ).toEqual([
      { Sid: 'A', Effect: 'Deny', Action: 'a:*' },
      { Effect: 'Allow', Action: 'x' },
      { Sid: 'B', Effect: 'Allow', Action: 'b:*' },
    ]);
  });

  test('made of something else than JSON is refused', () => {
    expect(() => render({ source_policy_documents: ['{'] })).toThrow('MalformedPolicyDocument');
  });
});

function render(config: KnownValues): string {
  const answer = policyDocument(config, {
    world: new World(),
    provider: {},
    unknownProviderArguments: [],
    region: 'eu-west-1',
    accountId: '111122223333',
    partition: 'aws',
  });
  const { json, minified_json: minified } = answer;
  if (typeof json !== 'string' || typeof minified !== 'string') {
    throw new Error('There is no document.');
  }
  expect(JSON.parse(minified)).toEqual(JSON.parse(json));
  return json;
}

function parsed(config: KnownValues): KnownValues {
  return JSON.parse(render(config)) as KnownValues;
}
