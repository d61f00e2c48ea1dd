/**
 * Values in the shape of a block: exactly its attributes and nested blocks, whatever was given.
 */
import type { BlockSchema, NestedBlockSchema } from '../schema/schema';
import type { Value, Values } from './value';
import { isValueList, isValues, UNKNOWN } from './value';

/**
 * The values of a block with everything that it declares and nothing else: what is missing is `null`, and for a nested
 * block that may stand more than once it is the empty collection, as Terraform has it.
 */
export function inShapeOf(values: Values, block: BlockSchema): Values {
  const own = (name: string): Value => (Object.hasOwn(values, name) ? (values[name] ?? null) : null);
  return Object.fromEntries([
    ...Object.keys(block.attributes).map((name) => [name, own(name)] as const),
    ...Object.entries(block.blocks).map(
      ([name, nested]) => [name, nestedInShape(own(name), nested)] as const,
    ),
  ]);
}

function nestedInShape(value: Value, { nesting, block }: NestedBlockSchema): Value {
  const shaped = (part: Value): Value => (isValues(part) ? inShapeOf(part, block) : part);
  switch (nesting) {
    case 'single':
      return shaped(value);
    case 'map':
      return value === null || value === UNKNOWN || !isValues(value)
        ? (value ?? {})
        : Object.fromEntries(Object.entries(value).map(([name, part]) => [name, shaped(part)]));
    case 'list':
    case 'set':
      return isValueList(value) ? value.map(shaped) : (value ?? []);
  }
}
