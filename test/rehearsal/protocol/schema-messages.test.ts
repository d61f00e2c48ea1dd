/**
 * Terraform refuses a whole provider for one block that contradicts itself, so such blocks must not reach it.
 */
import { describe, expect, test } from '@jest/globals';
import { schemaAnswer } from '../../../lib/rehearsal/protocol/schema-messages';
import type { NestedBlockSchema } from '../../../lib/rehearsal/schema/schema';
import { TINY_SCHEMA } from './tiny-provider';

const EMPTY = { attributes: {}, blocks: {} };

function limitsOf(nested: Omit<NestedBlockSchema, 'block'>) {
  const blocks = { it: { ...nested, block: EMPTY } };
  const answer = schemaAnswer({ provider: { attributes: {}, blocks }, resources: {}, dataSources: {} });
  const [message] = answer.provider!.block.blockTypes;
  return [message!.nesting, message!.minItems, message!.maxItems];
}

describe('the limits of a nested block', () => {
  test('are left out of a map, which must not have any', () => {
    expect(limitsOf({ nesting: 'map', minItems: 1, maxItems: 3 })).toEqual(['MAP', 0, 0]);
  });

  test('are the same below and above for a single block', () => {
    expect(limitsOf({ nesting: 'single', minItems: 0, maxItems: 1 })).toEqual(['SINGLE', 0, 0]);
    expect(limitsOf({ nesting: 'single', minItems: 1, maxItems: 1 })).toEqual(['SINGLE', 1, 1]);
  });

  test('are told of lists and sets, and zero stands for any number', () => {
    expect(limitsOf({ nesting: 'list', minItems: 1, maxItems: 2 })).toEqual(['LIST', 1, 2]);
    expect(limitsOf({ nesting: 'set', minItems: 0 })).toEqual(['SET', 0, 0]);
  });
});

describe('the attributes of a block', () => {
  const { attributes } = schemaAnswer(TINY_SCHEMA).resourceSchemas['tiny_thing']!.block;
  const attribute = (name: string) => attributes.find((other) => other.name === name);

  test('have nested attributes or a type, never both', () => {
    expect(attribute('options')).not.toHaveProperty('type');
    expect(attribute('options')?.nestedType).toMatchObject({
      nesting: 'LIST',
      attributes: [
        { name: 'key', required: true },
        { name: 'value', optional: true },
      ],
    });
  });

  test('have the type in the notation of JSON', () => {
    const { type } = attribute('shape')!;
    expect(new TextDecoder().decode(type)).toBe('["object",{"width":"number","unit":"string"}]');
    expect(attribute('shape')).toMatchObject({ required: false, optional: true, computed: false });
  });
});
