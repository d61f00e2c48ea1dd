/**
 * State files outlive schemas: what is read from one has today's shape, whatever it was written with.
 */
import { describe, expect, test } from '@jest/globals';
import { DynamicTypes } from '../../../lib/rehearsal/protocol/dynamic-types';
import { readStoredValues } from '../../../lib/rehearsal/protocol/stored-values';
import type { BlockSchema } from '../../../lib/rehearsal/schema/schema';
import { TINY_SCHEMA } from './tiny-provider';

const THING = TINY_SCHEMA.resources['tiny_thing']!;

const read = (stored: unknown, schema: BlockSchema = THING) =>
  readStoredValues(JSON.stringify(stored), schema);

describe('an object of a state file', () => {
  test.each([
    [[], 'The state file holds no object here.'],
    [{ zones: 'a' }, 'The state file has "a" in zones, and today that is a list.'],
    [{ tags: ['a'] }, 'The state file has ["a"] in tags, and today that is an object.'],
    [{ size: 'big' }, 'The state file has "big" in size, and today that is a number.'],
    [{ enabled: 'yes' }, 'The state file has "yes" in enabled, and today that is true or false.'],
    [{ rule: [{ port: {} }] }, 'The state file has {} in rule[0].port, and today that is a number.'],
    [
      { manifest: 'plain' },
      'The state file has "plain" in manifest, and today that is a value with its type.',
    ],
  ])('is refused when it is %j', (stored, message) => {
    expect(() => read(stored)).toThrow(message);
  });

  test('loses what the schema does not have, and gets what it did not have yet', () => {
    const read_ = read({
      id: 'x',
      forgotten: 1,
      rule: [{ port: 1, forgotten: true }],
      network: { cidr: 'c' },
    });
    expect(read_).toEqual({
      ...Object.fromEntries(Object.keys(THING.attributes).map((name) => [name, null])),
      id: 'x',
      rule: [{ port: 1, rule_id: null }],
      member: [],
      network: { cidr: 'c', status: null },
    });
  });

  test('gets an empty collection for a repeated block within a block', () => {
    const inner = { nesting: 'set', minItems: 0, block: { attributes: {}, blocks: {} } } as const;
    const outer = { nesting: 'list', minItems: 0, block: { attributes: {}, blocks: { inner } } } as const;
    expect(read({ outer: [{}] }, { attributes: {}, blocks: { outer } })).toEqual({ outer: [{ inner: [] }] });
  });

  test('is converted where a text became a number or the other way round', () => {
    expect(read({ name: 5, size: '7', enabled: 'false', tags: { a: true } })).toMatchObject({
      name: '5',
      size: 7,
      enabled: false,
      tags: { a: 'true' },
    });
  });

  test('keeps numbers that JavaScript cannot hold, and leaves digits within a text alone', () => {
    const stored = '{"size": 12345678901234567890, "name": "say \\" 12345678901234567890", "ratio": 1.50}';
    expect(readStoredValues(new TextEncoder().encode(stored), THING)).toMatchObject({
      size: '12345678901234567890',
      name: 'say " 12345678901234567890',
      ratio: '1.50',
    });
  });

  test('has the values of its dynamic attributes, and their types are remembered', () => {
    const types = new DynamicTypes();
    const stored = { manifest: { value: ['a'], type: ['set', 'string'] } };
    const values = readStoredValues(JSON.stringify(stored), THING, types);
    expect(values['manifest']).toEqual(['a']);
    expect(types.typeOf('.manifest', ['a'])).toEqual(['set', 'string']);
  });
});
