/**
 * The schema of a provider as the messages that tell Terraform of it.
 */
import type {
  AttributeSchema,
  BlockSchema,
  NestedBlockSchema,
  Nesting,
  ProviderSchema,
} from '../schema/schema';
import type {
  AttributeMessage,
  BlockMessage,
  NestedBlockMessage,
  NestingMessage,
  SchemaAnswer,
  SchemaMessage,
} from './messages';

const NESTINGS: { readonly [nesting in Nesting]: NestingMessage } = {
  single: 'SINGLE',
  list: 'LIST',
  set: 'SET',
  map: 'MAP',
};

/** The answer to the question what a provider knows. */
export function schemaAnswer(schema: ProviderSchema): SchemaAnswer {
  return {
    provider: schemaMessage(schema.provider),
    resourceSchemas: schemaMessages(schema.resources),
    dataSourceSchemas: schemaMessages(schema.dataSources),
    diagnostics: [],
    // Deletions are planned too, so that a rule can refuse one before anything happens. The schema of a provider does not
    // change while Terraform runs, so it need not ask every instance.
    serverCapabilities: { planDestroy: true, getProviderSchemaOptional: true },
  };
}

function schemaMessages(blocks: { readonly [type: string]: BlockSchema }): {
  readonly [type: string]: SchemaMessage;
} {
  return Object.fromEntries(Object.entries(blocks).map(([type, block]) => [type, schemaMessage(block)]));
}

function schemaMessage(block: BlockSchema): SchemaMessage {
  return { version: 0, block: blockMessage(block) };
}

function blockMessage({ attributes, blocks }: BlockSchema): BlockMessage {
  return {
    attributes: attributeMessages(attributes),
    blockTypes: Object.entries(blocks).map(([name, nested]) => nestedBlockMessage(name, nested)),
  };
}

function attributeMessages(attributes: BlockSchema['attributes']): AttributeMessage[] {
  return Object.entries(attributes).map(([name, attribute]) => ({
    name,
    ...contentMessage(attribute),
    required: attribute.required,
    optional: attribute.optional,
    computed: attribute.computed,
  }));
}

/** Terraform takes an attribute to be of a type or of nested attributes, and refuses one that says both. */
function contentMessage({ type, nested }: AttributeSchema): Pick<AttributeMessage, 'type' | 'nestedType'> {
  return nested === undefined
    ? { type: new TextEncoder().encode(JSON.stringify(type)) }
    : {
        nestedType: {
          attributes: attributeMessages(nested.attributes),
          nesting: NESTINGS[nested.nesting],
        },
      };
}

function nestedBlockMessage(typeName: string, nested: NestedBlockSchema): NestedBlockMessage {
  return {
    typeName,
    block: blockMessage(nested.block),
    nesting: NESTINGS[nested.nesting],
    ...itemLimits(nested),
  };
}

/** Terraform refuses a schema that gives limits to a map, or others than 0..0 (may stand) and 1..1 (must) to a single block. */
function itemLimits({ nesting, minItems, maxItems = 0 }: NestedBlockSchema): {
  readonly minItems: number;
  readonly maxItems: number;
} {
  switch (nesting) {
    case 'single':
      return { minItems: Math.min(minItems, 1), maxItems: Math.min(minItems, 1) };
    case 'map':
      return { minItems: 0, maxItems: 0 };
    case 'list':
    case 'set':
      return { minItems, maxItems };
  }
}
