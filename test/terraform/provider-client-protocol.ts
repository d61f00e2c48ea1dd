/**
 * The part of Terraform's provider protocol 5 that the client of the real provider speaks: messages, and values on the
 * wire.
 */
import { loadPackageDefinition, type ServiceClientConstructor } from '@grpc/grpc-js';
import { fromJSON } from '@grpc/proto-loader';
import { decode, encode, ExtData, ExtensionCodec } from '@msgpack/msgpack';
import { UNKNOWN, type Value } from '../../lib/rehearsal/protocol/value';
import type { AttributeType, BlockSchema, Nesting } from '../../lib/rehearsal/schema/schema';

interface Field {
  readonly type: string;
  readonly id: number;
  readonly rule?: 'repeated';
  readonly keyType?: 'string';
}

interface Message {
  readonly fields: Readonly<Record<string, Field>>;
  readonly oneofs?: Readonly<Record<string, { readonly oneof: readonly string[] }>>;
  readonly nested?: Readonly<Record<string, Message>>;
}

interface Method {
  readonly requestType: string;
  readonly responseType: string;
  readonly comment: string;
}

function field(type: string, id: number, rule?: 'repeated'): Field {
  return rule === undefined ? { type, id } : { type, id, rule };
}

function method(requestType: string, responseType: string): Method {
  // The comment is what the types of the library insist on.
  return { requestType, responseType, comment: '' };
}

const STEP: Message = {
  oneofs: { selector: { oneof: ['attribute_name', 'element_key_string', 'element_key_int'] } },
  fields: {
    attribute_name: field('string', 1),
    element_key_string: field('string', 2),
    element_key_int: field('int64', 3),
  },
};

const MESSAGES: Readonly<Record<string, Message>> = {
  Empty: { fields: {} },
  DynamicValue: { fields: { msgpack: field('bytes', 1) } },
  AttributePath: { fields: { steps: field('Step', 1, 'repeated') }, nested: { Step: STEP } },
  Diagnostic: {
    fields: {
      severity: field('int32', 1),
      summary: field('string', 2),
      detail: field('string', 3),
      attribute: field('AttributePath', 4),
    },
  },
  Attribute: {
    fields: {
      name: field('string', 1),
      type: field('bytes', 2),
      required: field('bool', 4),
      optional: field('bool', 5),
      computed: field('bool', 6),
    },
  },
  NestedBlock: {
    fields: {
      type_name: field('string', 1),
      block: field('Block', 2),
      nesting: field('int32', 3),
      min_items: field('int64', 4),
      max_items: field('int64', 5),
    },
  },
  Block: {
    fields: {
      attributes: field('Attribute', 2, 'repeated'),
      block_types: field('NestedBlock', 3, 'repeated'),
    },
  },
  Schema: { fields: { version: field('int64', 1), block: field('Block', 2) } },
  SchemaResponse: {
    fields: {
      provider: field('Schema', 1),
      // Schemas in truth. Both are length-delimited on the wire, and reading some 1,500 of them to use 46 takes seconds.
      resource_schemas: { ...field('bytes', 2), keyType: 'string' },
      diagnostics: field('Diagnostic', 4, 'repeated'),
    },
  },
  ConfigureRequest: { fields: { terraform_version: field('string', 1), config: field('DynamicValue', 2) } },
  DiagnosticsResponse: { fields: { diagnostics: field('Diagnostic', 1, 'repeated') } },
  PlanRequest: {
    fields: {
      type_name: field('string', 1),
      prior_state: field('DynamicValue', 2),
      proposed_new_state: field('DynamicValue', 3),
      config: field('DynamicValue', 4),
      prior_private: field('bytes', 5),
    },
  },
  PlanResponse: {
    fields: {
      planned_state: field('DynamicValue', 1),
      requires_replace: field('AttributePath', 2, 'repeated'),
      diagnostics: field('Diagnostic', 4, 'repeated'),
    },
  },
};

/** The service definitions; `SchemaReader` is none of Terraform's, it only makes a codec of the message `Schema`. */
const SERVICES = {
  Provider: {
    methods: {
      GetSchema: method('Empty', 'SchemaResponse'),
      Configure: method('ConfigureRequest', 'DiagnosticsResponse'),
      PlanResourceChange: method('PlanRequest', 'PlanResponse'),
    },
  },
  SchemaReader: { methods: { Read: method('Schema', 'Schema') } },
};

const DEFINITION = fromJSON(
  {
    nested: {
      tfplugin5: { nested: { ...MESSAGES, ...SERVICES } },
      plugin: {
        nested: {
          Empty: { fields: {} },
          GRPCController: { methods: { Shutdown: method('Empty', 'Empty') } },
        },
      },
    },
  },
  { keepCase: true, longs: Number, defaults: true, oneofs: true },
);

const PACKAGES = loadPackageDefinition(DEFINITION) as unknown as {
  readonly tfplugin5: Readonly<Record<'Provider' | 'SchemaReader', ServiceClientConstructor>>;
  readonly plugin: { readonly GRPCController: ServiceClientConstructor };
};

/** The client of the provider's service. */
export const ProviderService = PACKAGES.tfplugin5.Provider;

/** The client of the service by which a plugin is told to end. */
export const ControllerService = PACKAGES.plugin.GRPCController;

/** A value on the wire. */
export interface DynamicValue {
  readonly msgpack: Uint8Array;
}

/** What the provider says about a request. */
export interface WireDiagnostic {
  readonly severity: number;
  readonly summary: string;
  readonly detail: string;
}

interface WireStep {
  readonly selector?: 'attribute_name' | 'element_key_string' | 'element_key_int';
  readonly attribute_name?: string;
}

/** The answer of `GetSchema`. */
export interface WireSchemas {
  readonly provider: WireSchema;
  readonly resource_schemas: Readonly<Record<string, Buffer>>;
  readonly diagnostics: readonly WireDiagnostic[];
}

/** The answer of `PlanResourceChange`. */
export interface WirePlan {
  readonly planned_state: DynamicValue | null;
  readonly requires_replace: readonly { readonly steps: readonly WireStep[] }[];
  readonly diagnostics: readonly WireDiagnostic[];
}

interface WireBlock {
  readonly attributes: readonly {
    readonly name: string;
    readonly type: Buffer;
    readonly required: boolean;
    readonly optional: boolean;
    readonly computed: boolean;
  }[];
  readonly block_types: readonly {
    readonly type_name: string;
    readonly block: WireBlock;
    readonly nesting: number;
    readonly min_items: number;
    readonly max_items: number;
  }[];
}

interface WireSchema {
  readonly block: WireBlock;
}

const NESTINGS: readonly (Nesting | undefined)[] = [undefined, 'single', 'list', 'set', 'map', 'single'];

/** The schema of one resource type. */
export function decodeSchema(bytes: Buffer): BlockSchema {
  const read = PACKAGES.tfplugin5.SchemaReader.service['Read'];
  return blockSchema((read!.responseDeserialize(bytes) as WireSchema).block);
}

/** A block of a schema as the rehearsal knows it. */
export function blockSchema(block: WireBlock): BlockSchema {
  return {
    attributes: Object.fromEntries(
      block.attributes.map(({ name, type, required, optional, computed }) => [
        name,
        { type: JSON.parse(type.toString('utf8')) as AttributeType, required, optional, computed },
      ]),
    ),
    blocks: Object.fromEntries(
      block.block_types.map((nested) => [
        nested.type_name,
        {
          nesting: NESTINGS[nested.nesting]!,
          block: blockSchema(nested.block),
          minItems: nested.min_items,
          ...(nested.max_items > 0 ? { maxItems: nested.max_items } : {}),
        },
      ]),
    ),
  };
}

/** The path without indexes and keys, such as `vpc_config.subnet_ids`. */
export function plainPath(path: { readonly steps: readonly WireStep[] }): string {
  return path.steps
    .filter((step) => step.selector === 'attribute_name')
    .map((step) => step.attribute_name)
    .join('.');
}

// Unknown, and unknown with a refinement: for a probe the one is as good as the other.
const EXTENSIONS = new ExtensionCodec();
for (const type of [0, 12]) {
  EXTENSIONS.register({ type, encode: () => null, decode: () => UNKNOWN });
}

/** A value for the wire. */
export function encodeValue(value: Value): DynamicValue {
  return { msgpack: encode(withExtensions(value)) };
}

/** A value from the wire. */
export function decodeValue(value: DynamicValue): Value {
  return decode(value.msgpack, { extensionCodec: EXTENSIONS }) as Value;
}

/** `encode` knows objects, not symbols. */
function withExtensions(value: Value): unknown {
  if (value === UNKNOWN) {
    return new ExtData(0, new Uint8Array(1));
  }
  if (Array.isArray(value)) {
    return (value as readonly Value[]).map(withExtensions);
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(
        Object.entries(value as Record<string, Value>).map(([k, v]) => [k, withExtensions(v)]),
      )
    : value;
}
