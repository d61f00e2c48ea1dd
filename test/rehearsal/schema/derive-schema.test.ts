/**
 * Proves that a provider's schema holds what was asked for and nothing else, and that it is read once.
 */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { expect, test } from '@jest/globals';
import { deriveProviderSchema } from '../../../lib/rehearsal/schema/derive-schema';

test('a type that does not exist is an error that names it', () => {
  expect(() => deriveProviderSchema({ provider: 'aws', resources: ['aws_eks_clutser'] })).toThrow(
    /^@cdktf\/provider-aws [\d.]+ has no resource "aws_eks_clutser"/,
  );
});

test('a type that is found in the place of another is an error', () => {
  // Both names lead to the same folder; only one is right.
  expect(() => deriveProviderSchema({ provider: 'aws', resources: ['eks_cluster'] })).toThrow(
    'the resource "eks_cluster", not the resource "aws_eks_cluster"',
  );
});

test('a directory without the bindings is an error, whatever the working directory has', () => {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'safe-eks-nothing-'));
  try {
    expect(() => deriveProviderSchema({ provider: 'aws', searchFrom: [directory] })).toThrow(
      'The package @cdktf/provider-aws was not found',
    );
  } finally {
    fs.rmSync(directory, { recursive: true });
  }
});

test('a request for nothing gives the configuration alone', () => {
  const schema = deriveProviderSchema({ provider: 'aws' });
  expect(schema).toMatchObject({ resources: {}, dataSources: {} });
  expect(schema.provider.attributes['region']).toEqual({
    type: 'string',
    required: false,
    optional: true,
    computed: false,
  });
});

test('a request gives the types that it names, each once', () => {
  const schema = deriveProviderSchema({
    provider: 'aws',
    resources: ['aws_eks_cluster', 'aws_subnet', 'aws_eks_cluster'],
    dataSources: new Set(['aws_eks_cluster']),
  });
  expect(Object.keys(schema.resources)).toEqual(['aws_eks_cluster', 'aws_subnet']);
  expect(Object.keys(schema.dataSources)).toEqual(['aws_eks_cluster']);
  expect(schema.resources['aws_eks_cluster']?.attributes['name']?.required).toBe(true);
  expect(schema.dataSources['aws_eks_cluster']?.attributes['role_arn']?.optional).toBe(false);
});

test('a type is read once in a process', () => {
  const request = { provider: 'aws', resources: ['aws_vpc'] };
  expect(deriveProviderSchema(request).resources['aws_vpc']).toBe(
    deriveProviderSchema({ ...request, searchFrom: [__dirname] }).resources['aws_vpc'],
  );
});
