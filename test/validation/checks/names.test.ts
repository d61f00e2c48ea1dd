/**
 * Names within limits: never too long, always the same, never two alike.
 */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { limitedName, NAME_LIMITS, shortHash } from '../../../lib/validation/checks/names';

const part = fc.stringMatching(/^[a-z0-9-]{0,80}$/);
const limit = fc.constantFrom(...Object.values(NAME_LIMITS));

test('parts are joined by dots, empty ones left out', () => {
  expect(limitedName(['main', '', 'workers', 'node'], 64)).toBe('main.workers.node');
});

test('a name of exactly the limit is not cut', () => {
  expect(limitedName(['a'.repeat(64)], 64)).toBe('a'.repeat(64));
});

test('a name over the limit ends in a hash of the whole', () => {
  const whole = 'a'.repeat(65);

  expect(limitedName([whole], 64)).toBe(`${'a'.repeat(55)}-${shortHash(whole)}`);
});

test('a cluster and a node group whose names share a dash do not meet', () => {
  expect(limitedName(['a', 'b-c'], 64)).not.toBe(limitedName(['a-b', 'c'], 64));
});

test('no dash is doubled where a name is cut', () => {
  expect(limitedName([`${'a'.repeat(54)}--`, 'b'.repeat(20)], 64)).toMatch(/^a{54}-[0-9a-f]{8}$/);
});

test('the hash is the beginning of SHA-256', () => {
  expect(shortHash('abc')).toBe('ba7816bf');
});

test('no name is longer than its limit', () => {
  fc.assert(
    fc.property(fc.array(part), limit, (parts, max) => {
      expect(limitedName(parts, max).length).toBeLessThanOrEqual(max);
    }),
  );
});

test('the same parts give the same name', () => {
  fc.assert(
    fc.property(fc.array(part), limit, (parts, max) => {
      expect(limitedName([...parts], max)).toBe(limitedName(parts, max));
    }),
  );
});

test('names that differ only behind the limit stay different', () => {
  fc.assert(
    fc.property(
      fc.stringMatching(/^[a-z]{70}$/),
      fc.uniqueArray(part, { minLength: 2, maxLength: 2 }),
      (start, ends) => {
        const [a, b] = ends.map((end) => limitedName([`${start}${end}`], NAME_LIMITS.iamRole));

        expect(a).not.toBe(b);
      },
    ),
  );
});
