/**
 * The messages of Terraform's provider protocol, version 6, as far as a rehearsal needs them.
 *
 * The descriptor is an object and not a .proto file because the package is what the compiler writes, and it copies no
 * other files. Fields that nobody here reads or sets are left out: Protocol Buffers skip what they do not know.
 */
import type { ServiceDefinition } from '@grpc/grpc-js';
import { fromJSON } from '@grpc/proto-loader';

type Field = readonly [id: number, type: string, rule?: 'repeated'];

const MESSAGES: { readonly [name: string]: { readonly [field: string]: Field } } = {
  Empty: {},
  DynamicValue: { msgpack: [1, 'bytes'], json: [2, 'bytes'] },
  Diagnostic: { severity: [1, 'Severity'], summary: [2, 'string'], detail: [3, 'string'] },
  AttributePath: { steps: [1, 'PathStep', 'repeated'] },
  PathStep: { attributeName: [1, 'string'], elementKeyString: [2, 'string'], elementKeyInt: [3, 'int64'] },
  RawState: { json: [1, 'bytes'] },

  Schema: { version: [1, 'int64'], block: [2, 'Block'] },
  Block: { attributes: [2, 'Attribute', 'repeated'], blockTypes: [3, 'NestedBlock', 'repeated'] },
  Attribute: {
    name: [1, 'string'],
    type: [2, 'bytes'],
    required: [4, 'bool'],
    optional: [5, 'bool'],
    computed: [6, 'bool'],
    nestedType: [10, 'ObjectType'],
  },
  ObjectType: { attributes: [1, 'Attribute', 'repeated'], nesting: [3, 'Nesting'] },
  NestedBlock: {
    typeName: [1, 'string'],
    block: [2, 'Block'],
    nesting: [3, 'Nesting'],
    minItems: [4, 'int64'],
    maxItems: [5, 'int64'],
  },
  Capabilities: { planDestroy: [1, 'bool'], getProviderSchemaOptional: [2, 'bool'] },

  GetProviderSchemaAnswer: {
    provider: [1, 'Schema'],
    diagnostics: [4, 'Diagnostic', 'repeated'],
    serverCapabilities: [6, 'Capabilities'],
  },
  ValidateProviderConfigRequest: { config: [1, 'DynamicValue'] },
  ValidateProviderConfigAnswer: { diagnostics: [2, 'Diagnostic', 'repeated'] },
  ValidateRequest: { typeName: [1, 'string'], config: [2, 'DynamicValue'] },
  DiagnosticsAnswer: { diagnostics: [1, 'Diagnostic', 'repeated'] },
  ConfigureRequest: { terraformVersion: [1, 'string'], config: [2, 'DynamicValue'] },
  UpgradeRequest: { typeName: [1, 'string'], version: [2, 'int64'], rawState: [3, 'RawState'] },
  UpgradeAnswer: { upgradedState: [1, 'DynamicValue'], diagnostics: [2, 'Diagnostic', 'repeated'] },
  ReadRequest: { typeName: [1, 'string'], currentState: [2, 'DynamicValue'], private: [3, 'bytes'] },
  ReadAnswer: {
    newState: [1, 'DynamicValue'],
    diagnostics: [2, 'Diagnostic', 'repeated'],
    private: [3, 'bytes'],
  },
  PlanRequest: {
    typeName: [1, 'string'],
    priorState: [2, 'DynamicValue'],
    proposedNewState: [3, 'DynamicValue'],
    config: [4, 'DynamicValue'],
    priorPrivate: [5, 'bytes'],
  },
  PlanAnswer: {
    plannedState: [1, 'DynamicValue'],
    requiresReplace: [2, 'AttributePath', 'repeated'],
    plannedPrivate: [3, 'bytes'],
    diagnostics: [4, 'Diagnostic', 'repeated'],
    legacyTypeSystem: [5, 'bool'],
  },
  ApplyRequest: {
    typeName: [1, 'string'],
    priorState: [2, 'DynamicValue'],
    plannedState: [3, 'DynamicValue'],
    config: [4, 'DynamicValue'],
    plannedPrivate: [5, 'bytes'],
  },
  ApplyAnswer: {
    newState: [1, 'DynamicValue'],
    private: [2, 'bytes'],
    diagnostics: [3, 'Diagnostic', 'repeated'],
    legacyTypeSystem: [4, 'bool'],
  },
  ImportRequest: { typeName: [1, 'string'], id: [2, 'string'] },
  Imported: { typeName: [1, 'string'], state: [2, 'DynamicValue'], private: [3, 'bytes'] },
  ImportAnswer: {
    importedResources: [1, 'Imported', 'repeated'],
    diagnostics: [2, 'Diagnostic', 'repeated'],
  },
  ReadDataRequest: { typeName: [1, 'string'], config: [2, 'DynamicValue'] },
  ReadDataAnswer: { state: [1, 'DynamicValue'], diagnostics: [2, 'Diagnostic', 'repeated'] },
  StopAnswer: { error: [1, 'string'] },
};

// Calls that are not here (functions, ephemeral resources, moves between types, identities, metadata) are answered with
// "unimplemented", which is what Terraform expects of a provider that has none of these.
const CALLS: { readonly [name: string]: readonly [request: string, answer: string] } = {
  GetProviderSchema: ['Empty', 'GetProviderSchemaAnswer'],
  ValidateProviderConfig: ['ValidateProviderConfigRequest', 'ValidateProviderConfigAnswer'],
  ValidateResourceConfig: ['ValidateRequest', 'DiagnosticsAnswer'],
  ValidateDataResourceConfig: ['ValidateRequest', 'DiagnosticsAnswer'],
  ConfigureProvider: ['ConfigureRequest', 'DiagnosticsAnswer'],
  UpgradeResourceState: ['UpgradeRequest', 'UpgradeAnswer'],
  ReadResource: ['ReadRequest', 'ReadAnswer'],
  PlanResourceChange: ['PlanRequest', 'PlanAnswer'],
  ApplyResourceChange: ['ApplyRequest', 'ApplyAnswer'],
  ImportResourceState: ['ImportRequest', 'ImportAnswer'],
  ReadDataSource: ['ReadDataRequest', 'ReadDataAnswer'],
  StopProvider: ['Empty', 'StopAnswer'],
};

/** The members of an answer that are maps, which a descriptor declares in a way of its own. */
const SCHEMA_MAPS = {
  resourceSchemas: { keyType: 'string', type: 'Schema', id: 2 },
  dataSourceSchemas: { keyType: 'string', type: 'Schema', id: 3 },
};

type Descriptor = Parameters<typeof fromJSON>[0];

function descriptor(): Descriptor {
  const messages = mapMembers(MESSAGES, (fields, name) => ({
    fields: {
      ...mapMembers(fields, ([id, type, rule]) => ({ id, type, ...(rule === undefined ? {} : { rule }) })),
      ...(name === 'GetProviderSchemaAnswer' ? SCHEMA_MAPS : {}),
    },
  }));
  const nested = {
    ...messages,
    Severity: { values: { INVALID: 0, ERROR: 1, WARNING: 2 } },
    Nesting: { values: { UNSPECIFIED: 0, SINGLE: 1, LIST: 2, SET: 3, MAP: 4 } },
    Provider: {
      methods: mapMembers(CALLS, ([requestType, responseType]) => ({
        requestType,
        responseType,
        comment: '',
      })),
    },
  };
  return { nested: { tfplugin6: { nested } } };
}

function mapMembers<From, To>(
  object: { readonly [name: string]: From },
  convert: (value: From, name: string) => To,
): { [name: string]: To } {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, convert(value, name)]));
}

/** The service that Terraform calls. */
export function providerService(): ServiceDefinition {
  const definitions = fromJSON(descriptor(), { longs: Number, enums: String, defaults: true });
  return definitions['tfplugin6.Provider'] as ServiceDefinition;
}
