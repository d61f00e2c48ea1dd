/**
 * CIDR arithmetic, checked on examples and against a slow model that lists addresses.
 */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Ipv4Cidr } from '../../../lib/validation/checks/cidr';
import {
  contains,
  formatIpv4Cidr,
  judgeNetworkCidr,
  networkAddress,
  overlaps,
  parseIpv4Cidr,
  subnetOf,
} from '../../../lib/validation/checks/cidr';

const cidr = (text: string): Ipv4Cidr => parseIpv4Cidr(text)!;

const anyCidr: fc.Arbitrary<Ipv4Cidr> = fc.record({
  address: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  prefix: fc.integer({ min: 0, max: 32 }),
});

/** First and last address, by arithmetic that shares nothing with the code under test. */
function range({ address, prefix }: Ipv4Cidr): readonly [bigint, bigint] {
  const mask = BigInt(2) ** BigInt(32 - prefix) - BigInt(1);
  const first = BigInt(address) & ~mask;
  return [first, first | mask];
}

test.each([
  ['0.0.0.0/0', { address: 0, prefix: 0 }],
  ['10.0.0.0/8', { address: 0x0a000000, prefix: 8 }],
  ['10.0.0.5/24', { address: 0x0a000005, prefix: 24 }],
  ['255.255.255.255/32', { address: 0xffffffff, prefix: 32 }],
])('%s is parsed', (text, expected) => {
  expect(parseIpv4Cidr(text)).toEqual(expected);
});

test.each([
  '',
  '10.0.0.0',
  '10.0.0/8',
  '10.0.0.0/33',
  '10.0.0.256/8',
  '10.0.0.0/8 ',
  'a.b.c.d/8',
  'fd00::/8',
  '-1.0.0.0/8',
])("'%s' is no CIDR block", (text) => {
  expect(parseIpv4Cidr(text)).toBeUndefined();
});

test('what is formatted is parsed to the same', () => {
  fc.assert(
    fc.property(anyCidr, (block) => {
      expect(parseIpv4Cidr(formatIpv4Cidr(block))).toEqual(block);
    }),
  );
});

test.each([
  ['10.0.0.5/24', '10.0.0.0/24'],
  ['10.0.255.255/17', '10.0.128.0/17'],
  ['203.0.113.7/32', '203.0.113.7/32'],
  ['203.0.113.7/0', '0.0.0.0/0'],
])('the network address of %s is %s', (text, expected) => {
  expect(formatIpv4Cidr(networkAddress(cidr(text)))).toBe(expected);
});

test('the network address is the first of the block', () => {
  fc.assert(
    fc.property(anyCidr, (block) => {
      expect(BigInt(networkAddress(block).address)).toBe(range(block)[0]);
    }),
  );
});

test.each([
  ['10.0.0.0/16', '10.0.128.0/17', true],
  ['10.0.128.0/17', '10.0.0.0/16', true],
  ['10.0.0.0/16', '10.1.0.0/16', false],
  ['0.0.0.0/0', '192.168.1.1/32', true],
  ['10.0.0.0/25', '10.0.0.128/25', false],
])('%s overlaps %s: %s', (a, b, expected) => {
  expect(overlaps(cidr(a), cidr(b))).toBe(expected);
});

test('blocks overlap exactly when their ranges of addresses do, in both directions', () => {
  fc.assert(
    fc.property(anyCidr, anyCidr, (a, b) => {
      const [[firstA, lastA], [firstB, lastB]] = [range(a), range(b)];
      const expected = firstA <= lastB && firstB <= lastA;

      expect(overlaps(a, b)).toBe(expected);
      expect(overlaps(b, a)).toBe(expected);
    }),
  );
});

test.each([
  ['10.0.0.0/8', '10.1.0.0/16', true],
  ['10.1.0.0/16', '10.0.0.0/8', false],
  ['10.0.0.0/16', '10.0.0.0/16', true],
  ['10.0.0.0/8', '11.0.0.0/16', false],
])('%s contains %s: %s', (outer, inner, expected) => {
  expect(contains(cidr(outer), cidr(inner))).toBe(expected);
});

test('a block contains another exactly when all its addresses are within', () => {
  fc.assert(
    fc.property(anyCidr, anyCidr, (outer, inner) => {
      const [[firstOuter, lastOuter], [firstInner, lastInner]] = [range(outer), range(inner)];

      expect(contains(outer, inner)).toBe(firstOuter <= firstInner && lastInner <= lastOuter);
    }),
  );
});

test.each([
  ['10.0.0.0/16', 20, 0, '10.0.0.0/20'],
  ['10.0.0.0/16', 20, 2, '10.0.32.0/20'],
  ['10.0.0.9/16', 20, 15, '10.0.240.0/20'],
  ['10.0.0.0/16', 16, 0, '10.0.0.0/16'],
])('of %s, the /%i number %i is %s', (text, prefix, index, expected) => {
  expect(formatIpv4Cidr(subnetOf(cidr(text), prefix, index)!)).toBe(expected);
});

test.each([
  ['10.0.0.0/16', 15, 0],
  ['10.0.0.0/16', 33, 0],
  ['10.0.0.0/16', 20, 16],
  ['10.0.0.0/16', 20, -1],
])('%s has no /%i number %i', (text, prefix, index) => {
  expect(subnetOf(cidr(text), prefix, index)).toBeUndefined();
});

test('subnets lie within their block and do not overlap each other', () => {
  const arbitrary = anyCidr.chain((block) =>
    fc.integer({ min: block.prefix, max: 32 }).chain((prefix) => {
      const index = fc.integer({ min: 0, max: 2 ** (prefix - block.prefix) - 1 });
      return fc.tuple(fc.constant(block), fc.constant(prefix), index, index);
    }),
  );
  fc.assert(
    fc.property(arbitrary, ([block, prefix, i, j]) => {
      const [a, b] = [subnetOf(block, prefix, i)!, subnetOf(block, prefix, j)!];

      expect(contains(block, a)).toBe(true);
      expect(overlaps(a, b)).toBe(i === j);
    }),
  );
});

test('a block with host bits is answered with the network that was meant', () => {
  expect(judgeNetworkCidr('10.0.0.5/24')).toEqual({
    what: 'has host bits set',
    fix: 'Did you mean 10.0.0.0/24?',
  });
});

test('a text that is no block is answered with the form', () => {
  expect(judgeNetworkCidr('10.0.0.0')).toEqual({
    what: 'is not an IPv4 CIDR block',
    fix: 'Write it as a.b.c.d/n, such as 203.0.113.0/24.',
  });
});

test('every network address passes, and what is proposed is one', () => {
  fc.assert(
    fc.property(anyCidr, (block) => {
      const network = formatIpv4Cidr(networkAddress(block));
      const judgement = judgeNetworkCidr(formatIpv4Cidr(block));

      expect(judgeNetworkCidr(network)).toBeUndefined();
      expect(judgement?.fix ?? `Did you mean ${network}?`).toBe(`Did you mean ${network}?`);
    }),
  );
});
test('a leading zero is not called a host bit', () => {
  expect(judgeNetworkCidr('010.0.0.0/8')?.what).not.toBe('has host bits set');
});
