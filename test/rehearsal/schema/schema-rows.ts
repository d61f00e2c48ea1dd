/**
 * A schema as a flat list of readable rows, for golden copies and comparisons: one line a change makes one line of
 * difference.
 */
import type {
  AttributeSchema,
  AttributeType,
  BlockSchema,
  NestedBlockSchema,
} from '../../../lib/rehearsal/schema/schema';

/** What is said of each attribute and block, by its path: `vpc_config.subnet_ids` is `set(string) required`. */
export type SchemaRows = Readonly<Record<string, string>>;

/** All rows of a schema, by path. Nothing of the schema is left out. */
export function schemaRows(block: BlockSchema): SchemaRows {
  return Object.fromEntries(rowsOf(block, '').sort(([one], [other]) => (one < other ? -1 : 1)));
}

function rowsOf({ attributes, blocks }: BlockSchema, prefix: string): [string, string][] {
  return [
    ...Object.entries(attributes).flatMap(([name, attribute]) => attributeRows(prefix + name, attribute)),
    ...Object.entries(blocks).flatMap(([name, nested]): [string, string][] => [
      [prefix + name, describeBlock(nested)],
      ...rowsOf(nested.block, `${prefix}${name}.`),
    ]),
  ];
}

function attributeRows(path: string, attribute: AttributeSchema): [string, string][] {
  const { type, nested } = attribute;
  const flags = (['required', 'optional', 'computed'] as const).filter((flag) => attribute[flag]);
  const nesting = nested === undefined ? [] : [`nested ${nested.nesting}`];
  return [
    [path, [describeType(type), ...flags, ...nesting].join(' ')],
    ...(nested === undefined ? [] : rowsOf({ attributes: nested.attributes, blocks: {} }, `${path}.`)),
  ];
}

function describeBlock({ nesting, minItems, maxItems }: NestedBlockSchema): string {
  const atMost = maxItems === undefined ? [] : [`at most ${maxItems}`];
  return ['block', nesting, ...(minItems > 0 ? [`at least ${minItems}`] : []), ...atMost].join(' ');
}

/** In the notation of Terraform's own language. Members of objects are sorted: their order means nothing. */
function describeType(type: AttributeType): string {
  if (typeof type === 'string') {
    return type;
  }
  if (type[0] !== 'object') {
    return `${type[0]}(${describeType(type[1])})`;
  }
  const members = Object.entries(type[1]).map(([name, member]) => `${name} = ${describeType(member)}`);
  return `object({${members.sort().join(', ')}})`;
}
