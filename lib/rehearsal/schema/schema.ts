/**
 * What Terraform has to be told of a resource type: its attributes and nested blocks.
 */

/** A type in the notation of Terraform's JSON: `"string"`, `["list", "string"]`, `["object", { "name": "string" }]`. */
export type AttributeType =
  | 'string'
  | 'number'
  | 'bool'
  | 'dynamic'
  | readonly ['list' | 'set' | 'map', AttributeType]
  | readonly ['object', { readonly [name: string]: AttributeType }];

/** An attribute of a block. */
export interface AttributeSchema {
  readonly type: AttributeType;
  /** Whether the user must give it. */
  readonly required: boolean;
  /** Whether the user may give it. */
  readonly optional: boolean;
  /** Whether the provider fills it in. */
  readonly computed: boolean;
  /**
   * What the objects in it consist of, where the provider says so (only protocol 6 can). `type` is then what follows from
   * it. It matters in a configuration: an object of a plain type has to be given whole, one of these may leave out what is
   * optional.
   *
   * @default - the attribute has a plain type
   */
  readonly nested?: NestedAttributesSchema;
}

/** The attributes of the objects that an attribute holds. */
export interface NestedAttributesSchema {
  readonly nesting: Nesting;
  readonly attributes: { readonly [name: string]: AttributeSchema };
}

/** How often a nested block may stand, and what the values of all of them make together. */
export type Nesting = 'single' | 'list' | 'set' | 'map';

/** A block within a block. */
export interface NestedBlockSchema {
  readonly nesting: Nesting;
  readonly block: BlockSchema;
  readonly minItems: number;
  /** @default - any number */
  readonly maxItems?: number;
}

/** The content of a resource, a data source, a provider configuration or a nested block. */
export interface BlockSchema {
  readonly attributes: { readonly [name: string]: AttributeSchema };
  readonly blocks: { readonly [name: string]: NestedBlockSchema };
}

/** Everything that a provider knows, as far as a set of stacks uses it. */
export interface ProviderSchema {
  readonly provider: BlockSchema;
  readonly resources: { readonly [type: string]: BlockSchema };
  readonly dataSources: { readonly [type: string]: BlockSchema };
}

/** A step into a value. */
export type PathStep = { readonly attribute: string } | { readonly index: number } | { readonly key: string };

/** Where in a resource something stands, such as `vpc_config[0].subnet_ids`. */
export type Path = readonly PathStep[];
