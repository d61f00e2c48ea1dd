import { describe, expect, test } from '@jest/globals';
import {
  architectureOf,
  declareImages,
  imageFacts,
  kubernetesVersionOf,
  minorsAhead,
} from '../../../../lib/rehearsal/aws/ec2/image';
import { World } from '../../../../lib/rehearsal/world/world';

test.each([
  ['m7g.large', 'arm64'],
  ['c6gd.xlarge', 'arm64'],
  ['t4g.medium', 'arm64'],
  ['a1.large', 'arm64'],
  ['g5g.xlarge', 'arm64'],
  ['x2gd.large', 'arm64'],
  ['im4gn.large', 'arm64'],
  ['m7i.large', 'x86_64'],
  ['g4dn.xlarge', 'x86_64'],
  ['g5.xlarge', 'x86_64'],
  ['t3.medium', 'x86_64'],
  ['u-6tb1.metal', 'x86_64'],
])('%s is %s', (type, architecture) => {
  expect(architectureOf(type)).toBe(architecture);
});

describe('the Kubernetes minor of an image', () => {
  test('is the declared one', () => {
    const world = new World();
    declareImages(world, { 'ami-1': { kubernetesVersion: '1.33' } });
    expect(kubernetesVersionOf(world, 'ami-1', '1.34')).toBe('1.33');
  });

  test('is otherwise the control plane’s of the first use, also after an upgrade', () => {
    const world = new World();
    expect(kubernetesVersionOf(world, 'ami-1', '1.34')).toBe('1.34');
    expect(kubernetesVersionOf(world, 'ami-1', '1.35')).toBe('1.34');
  });

  test('is a matter of one world only', () => {
    const world = new World();
    declareImages(world, { 'ami-1': { healthy: false } });
    expect(imageFacts(world, 'ami-1')).toEqual({ healthy: false });
    expect(imageFacts(new World(), 'ami-1')).toEqual({});
  });
});

test('minors are compared as numbers', () => {
  expect(minorsAhead('1.35', '1.34')).toBe(1);
  expect(minorsAhead('1.9', '1.34')).toBe(-25);
});
