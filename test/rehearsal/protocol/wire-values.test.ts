/**
 * What goes over the wire must come back as it was, and in the shape that Terraform expects.
 */
import { describe, expect, test } from '@jest/globals';
import { decode, encode, ExtData } from '@msgpack/msgpack';
import fc from 'fast-check';
import { DynamicTypes } from '../../../lib/rehearsal/protocol/dynamic-types';
import type { Value, Values } from '../../../lib/rehearsal/protocol/value';
import { UNKNOWN } from '../../../lib/rehearsal/protocol/value';
import { decodeValues, encodeValues } from '../../../lib/rehearsal/protocol/wire-values';
import type { AttributeType, BlockSchema, NestedBlockSchema } from '../../../lib/rehearsal/schema/schema';
import { TINY_SCHEMA } from './tiny-provider';

const THING = TINY_SCHEMA.resources['tiny_thing']!;

function block(types: { readonly [name: string]: AttributeType }): BlockSchema {
  const attributes = Object.entries(types).map(([name, type]) => [
    name,
    { type, required: false, optional: true, computed: false },
  ]);
  return { attributes: Object.fromEntries(attributes) as BlockSchema['attributes'], blocks: {} };
}

function fromRaw(raw: unknown, schema: BlockSchema): Values | undefined {
  return decodeValues({ msgpack: encode(raw) }, schema);
}

function toRaw(values: Values, schema: BlockSchema): unknown {
  return decode(encodeValues(values, schema).msgpack);
}

describe('writing values', () => {
  test.each<[AttributeType, Value, string]>([
    ['string', 1, 'a must be a string, and is 1.'],
    ['bool', 'true', 'a must be true or false, and is "true".'],
    ['number', 'many', 'a must be a number, and is "many".'],
    ['number', Number.POSITIVE_INFINITY, 'a must be a number, and is null.'],
    [['list', 'string'], 'x', 'a must be a list, and is "x".'],
    [['set', 'string'], ['x', { y: 1 }], 'a[1] must be a string, and is {"y":1}.'],
    [['map', 'bool'], ['x'], 'a must be a map, and is ["x"].'],
    [['map', 'bool'], { x: { y: true } }, 'a.x must be true or false, and is {"y":true}.'],
    [['object', { b: 'string' }], [], 'a must be an object, and is [].'],
  ])('refuses for %j the value %j, and says where it is', (type, value, message) => {
    expect(() => encodeValues({ a: value }, block({ a: type }))).toThrow(message);
  });

  test('an object that does not exist is nothing', () => {
    expect(decode(encodeValues(undefined, THING).msgpack)).toBeNull();
  });

  test('everything that is missing is there as null, and a repeated block as an empty collection', () => {
    expect(toRaw({ name: 'x', shape: { width: 1 }, not_in_the_schema: 1 }, THING)).toEqual({
      ...Object.fromEntries(Object.keys(THING.attributes).map((name) => [name, null])),
      name: 'x',
      shape: { width: 1, unit: null },
      rule: [],
      member: [],
      network: null,
    });
  });

  test('what is unknown is extension 0 and nothing else', () => {
    const { msgpack } = encodeValues({ a: UNKNOWN }, block({ a: ['list', 'string'] }));
    expect([...msgpack]).toEqual([0x81, 0xa1, 'a'.charCodeAt(0), 0xd4, 0, 0]);
  });

  test('whole numbers are numbers, and fractions the digits that were written', () => {
    const schema = block({ a: ['list', 'number'] });
    const numbers = [1, -5, 2 ** 53 - 1, 2 ** 70, 0.1, 1.5, '123456789012345678901'];
    expect(toRaw({ a: numbers }, schema)).toEqual({
      a: [1, -5, 9007199254740991, '1180591620717411303424', '0.1', '1.5', '123456789012345678901'],
    });
  });

  test('a dynamic value brings its type', () => {
    const raw = toRaw({ a: { b: [1, 'x', null], c: true } }, block({ a: 'dynamic' })) as {
      readonly a: readonly [Uint8Array, unknown];
    };
    expect(new TextDecoder().decode(raw.a[0])).toBe(
      '["object",{"b":["tuple",["number","string","dynamic"]],"c":"bool"}]',
    );
    expect(raw.a[1]).toEqual({ b: [1, 'x', null], c: true });
  });
});

describe('reading values', () => {
  test('an extension that nobody knows is refused', () => {
    expect(() => fromRaw({ a: new ExtData(5, new Uint8Array([1])) }, block({ a: 'string' }))).toThrow(
      'a has the unknown extension type 5.',
    );
  });

  test('something that is no object is refused', () => {
    expect(() => fromRaw(new ExtData(0, new Uint8Array([0])), THING)).toThrow('no object');
    expect(() => fromRaw('text', THING)).toThrow('must be an object');
  });

  test.each([['text'], [[1, 2]], [['"strange"', 2]], [['["list"]', []]]])(
    'the dynamic value %j without a type is refused',
    (raw) => {
      expect(() => fromRaw({ a: raw }, block({ a: 'dynamic' }))).toThrow('a is dynamic, but brings no type.');
    },
  );

  test('nothing is no object', () => {
    expect(fromRaw(null, THING)).toBeUndefined();
    expect(decodeValues(null, THING)).toBeUndefined();
  });

  test('a refined unknown is unknown too', () => {
    const refined = new ExtData(12, encode({ 1: false }));
    expect(fromRaw({ a: refined, b: [refined] }, block({ a: 'string', b: ['list', 'string'] }))).toEqual({
      a: UNKNOWN,
      b: [UNKNOWN],
    });
  });

  test('a number that JavaScript cannot hold stays a text, others become numbers', () => {
    const schema = block({ a: ['list', 'number'] });
    const { msgpack } = {
      msgpack: encode({ a: ['0.1', '12345678901234567890', 7, 2n ** 60n] }, { useBigInt64: true }),
    };
    expect(decodeValues({ msgpack }, schema)).toEqual({
      a: [0.1, '12345678901234567890', 7, '1152921504606846976'],
    });
  });
});

describe('the types of dynamic values', () => {
  const schema = block({ a: 'dynamic', b: 'dynamic' });
  const typed = (type: unknown, value: unknown) => [new TextEncoder().encode(JSON.stringify(type)), value];
  const typeOf = (raw: unknown) =>
    new TextDecoder().decode((raw as readonly [Uint8Array])[0]).replaceAll('"', '');

  test('are those with which the value came in, also of a copy, at another place, and within another value', () => {
    const types = new DynamicTypes();
    const incoming = {
      a: typed(['object', { s: ['set', 'string'], m: ['map', 'number'] }], { s: ['x'], m: {} }),
      b: null,
    };
    decodeValues({ msgpack: encode(incoming) }, schema, types);
    const outgoing = encodeValues({ a: { s: ['x'], m: {}, more: 1 }, b: { s: ['x'], m: {} } }, schema, types);
    const raw = decode(outgoing.msgpack) as { readonly a: unknown; readonly b: unknown };
    expect(typeOf(raw.a)).toBe('[object,{s:[set,string],m:[map,number],more:number}]');
    expect(typeOf(raw.b)).toBe('[object,{s:[set,string],m:[map,number]}]');
  });

  test('are kept for what is unknown or nothing, where it was', () => {
    const types = new DynamicTypes();
    const unknown = new ExtData(0, new Uint8Array([0]));
    decodeValues({ msgpack: encode({ a: typed('string', unknown), b: typed('bool', null) }) }, schema, types);
    const raw = decode(encodeValues({ a: UNKNOWN, b: null }, schema, types).msgpack) as {
      readonly a: unknown;
      readonly b: unknown;
    };
    expect(typeOf(raw.a)).toBe('string');
    expect(typeOf(raw.b)).toBe('bool');
  });

  test('a list of blocks with something dynamic in it brings its type as a whole', () => {
    const nested: BlockSchema = {
      attributes: {},
      blocks: { rule: { nesting: 'list', minItems: 0, block: block({ a: 'dynamic' }) } },
    };
    const values = { rule: [{ a: 'x' }, { a: 1 }] };
    const raw = toRaw(values, nested) as { readonly rule: unknown };
    expect(typeOf(raw.rule)).toBe('[tuple,[[object,{a:string}],[object,{a:number}]]]');
    expect(decodeValues(encodeValues(values, nested), nested)).toEqual(values);
  });
});

/** A big number is a text here; without a schema nothing says that it is one. */
const isPlain = (value: Value) => !/"\d{16,}"/.test(JSON.stringify(value, replaceUnknown));
const replaceUnknown = (_name: string, part: Value) => (part === UNKNOWN ? null : part);

interface Case {
  readonly schema: BlockSchema;
  readonly values: Values;
}

// Terraform's own names begin with a letter; only keys of maps may be anything.
const name = fc.stringMatching(/^[a-z][a-z_]{0,8}$/);
const key = fc
  .oneof(name, fc.string(), fc.constantFrom('constructor', 'toString', ''))
  .filter((text) => text !== '__proto__');
// Whole numbers beyond 2^53 are texts here, whatever they were before.
const number = fc.oneof(
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true, noInteger: true }),
  fc.bigInt({ min: 2n ** 53n, max: 2n ** 200n }).map((value) => `${value}`),
);

const attributeType = fc.letrec<{ type: AttributeType }>((tie) => ({
  type: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom<AttributeType>('string', 'number', 'bool'),
    fc.tuple(fc.constantFrom<'list' | 'set' | 'map'>('list', 'set', 'map'), tie('type')),
    fc.tuple(fc.constant<'object'>('object'), fc.dictionary(name, tie('type'), { maxKeys: 3 })),
  ),
})).type;

function valueOf(type: AttributeType): fc.Arbitrary<Value> {
  return fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom<Value>(null, UNKNOWN) },
    { weight: 8, arbitrary: knownValueOf(type) },
  );
}

function knownValueOf(type: AttributeType): fc.Arbitrary<Value> {
  switch (type) {
    case 'string':
      return fc.string({ unit: 'grapheme' });
    case 'number':
      return number;
    case 'bool':
      return fc.boolean();
    case 'dynamic':
      throw new Error('Nothing says what a dynamic value is.');
    default:
      return collectionOf(type);
  }
}

function collectionOf(type: Exclude<AttributeType, string>): fc.Arbitrary<Value> {
  switch (type[0]) {
    case 'object':
      return fc.record(
        Object.fromEntries(Object.entries(type[1]).map(([part, inner]) => [part, valueOf(inner)])),
      );
    case 'map':
      return fc.dictionary(key, valueOf(type[1]), { maxKeys: 4 });
    case 'list':
    case 'set':
      return fc.array(valueOf(type[1]), { maxLength: 4 });
  }
}

const caseOf = (depth: number): fc.Arbitrary<Case> => {
  const attributes = fc.uniqueArray(
    attributeType.chain((type) => fc.record({ name, type: fc.constant(type), value: valueOf(type) })),
    { selector: (attribute) => attribute.name, maxLength: 4 },
  );
  const blocks =
    depth === 0
      ? fc.constant([])
      : fc.uniqueArray(
          fc
            .record({
              name,
              nesting: fc.constantFrom<NestedBlockSchema['nesting']>('single', 'list', 'set', 'map'),
            })
            .chain(({ name: own, nesting }) =>
              caseOf(depth - 1).map(({ schema, values }) => ({
                name: `block_${own}`,
                nested: { nesting, minItems: 0, block: schema },
                value: nesting === 'single' ? values : nesting === 'map' ? { one: values } : [values, values],
              })),
            ),
          { selector: (nested) => nested.name, maxLength: 3 },
        );
  return fc.tuple(attributes, blocks).map(([plain, nested]) => ({
    schema: {
      attributes: Object.fromEntries(
        plain.map(({ name: own, type }) => [own, { type, required: false, optional: true, computed: true }]),
      ),
      blocks: Object.fromEntries(nested.map(({ name: own, nested: schema }) => [own, schema])),
    },
    values: Object.fromEntries([...plain, ...nested].map(({ name: own, value }) => [own, value])),
  }));
};

describe('any values of any schema', () => {
  test('come back as they were', () => {
    fc.assert(
      fc.property(caseOf(2), ({ schema, values }) => {
        expect(decodeValues(encodeValues(values, schema), schema)).toEqual(values);
      }),
      { numRuns: 500 },
    );
  });

  test('come back as they were when only they know their type', () => {
    fc.assert(
      fc.property(
        fc.dictionary(key, attributeType.chain(knownValueOf).filter(isPlain), { maxKeys: 3 }),
        (value) => {
          const schema = block({ a: 'dynamic' });
          expect(decodeValues(encodeValues({ a: value }, schema), schema)).toEqual({ a: value });
        },
      ),
      { numRuns: 500 },
    );
  });
});
