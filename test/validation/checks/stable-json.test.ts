/**
 * JSON that depends on the values only.
 */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { stableJson } from '../../../lib/validation/checks/stable-json';

/** The same value with the keys of every object the other way round. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(reversed);
  }
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([key, entry]) => [key, reversed(entry)]),
    );
  }
  return value;
}

test('keys are sorted at every depth, elements of arrays stay where they are', () => {
  expect(stableJson({ b: [{ d: 1, c: 2 }, 1], a: null })).toBe('{"a":null,"b":[{"c":2,"d":1},1]}');
});

test('values that are undefined are left out', () => {
  expect(stableJson({ a: undefined, b: 1 })).toBe('{"b":1}');
});

test('the order in which keys were written does not show', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(stableJson(reversed(value))).toBe(stableJson(value));
    }),
  );
});

test('nothing but the order of keys is changed', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(stableJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});
