/**
 * The messages of the provider protocol as objects, in the shape in which the descriptor makes and takes them.
 */

/** A value in the encoding of the wire. */
export interface DynamicValue {
  readonly msgpack: Uint8Array;
}

/** A reported problem. */
export interface DiagnosticMessage {
  readonly severity: 'ERROR' | 'WARNING';
  readonly summary: string;
  readonly detail?: string;
}

/** A step into a value: one of the three is set. */
export interface PathStepMessage {
  readonly attributeName?: string;
  readonly elementKeyString?: string;
  readonly elementKeyInt?: number;
}

/** A place in a value. */
export interface PathMessage {
  readonly steps: readonly PathStepMessage[];
}

/** How a nested block, or the objects of an attribute, are collected. */
export type NestingMessage = 'SINGLE' | 'LIST' | 'SET' | 'MAP';

/** An attribute of a block; either of a type or of nested attributes. */
export interface AttributeMessage {
  readonly name: string;
  /** Terraform's JSON of the type. */
  readonly type?: Uint8Array;
  readonly nestedType?: {
    readonly attributes: readonly AttributeMessage[];
    readonly nesting: NestingMessage;
  };
  readonly required: boolean;
  readonly optional: boolean;
  readonly computed: boolean;
}

/** A block within a block. */
export interface NestedBlockMessage {
  readonly typeName: string;
  readonly block: BlockMessage;
  readonly nesting: NestingMessage;
  readonly minItems: number;
  readonly maxItems: number;
}

/** What a block consists of. */
export interface BlockMessage {
  readonly attributes: readonly AttributeMessage[];
  readonly blockTypes: readonly NestedBlockMessage[];
}

/** A block, and the version of its shape. */
export interface SchemaMessage {
  readonly version: number;
  readonly block: BlockMessage;
}

/** What every answer has. */
export interface Diagnosed {
  readonly diagnostics: readonly DiagnosticMessage[];
}

/** A request about a configuration. */
export interface ConfigRequest {
  readonly config: DynamicValue | null;
}

/** A request about the configuration of one type. */
export interface TypedConfigRequest extends ConfigRequest {
  readonly typeName: string;
}

/** The request for a plan. */
export interface PlanMessage extends TypedConfigRequest {
  readonly priorState: DynamicValue | null;
  readonly proposedNewState: DynamicValue | null;
  readonly priorPrivate: Uint8Array;
}

/** The order to apply. */
export interface ApplyMessage extends TypedConfigRequest {
  readonly priorState: DynamicValue | null;
  readonly plannedState: DynamicValue | null;
  readonly plannedPrivate: Uint8Array;
}

/** The request to read a resource again. */
export interface ReadMessage {
  readonly typeName: string;
  readonly currentState: DynamicValue | null;
  readonly private: Uint8Array;
}

/** The request to bring an object of a state file into today's shape. */
export interface UpgradeMessage {
  readonly typeName: string;
  readonly version: number;
  readonly rawState: { readonly json: Uint8Array } | null;
}

/** The request to take over something that exists. */
export interface ImportMessage {
  readonly typeName: string;
  readonly id: string;
}

/** Answer with the schema. */
export interface SchemaAnswer extends Diagnosed {
  readonly provider?: SchemaMessage;
  readonly resourceSchemas: { readonly [type: string]: SchemaMessage };
  readonly dataSourceSchemas: { readonly [type: string]: SchemaMessage };
  readonly serverCapabilities: { readonly planDestroy: boolean; readonly getProviderSchemaOptional: boolean };
}

/** Every call: what comes in and what goes out. */
export interface ProviderCalls {
  GetProviderSchema: { readonly request: object; readonly answer: SchemaAnswer };
  ValidateProviderConfig: { readonly request: ConfigRequest; readonly answer: Diagnosed };
  ValidateResourceConfig: { readonly request: TypedConfigRequest; readonly answer: Diagnosed };
  ValidateDataResourceConfig: { readonly request: TypedConfigRequest; readonly answer: Diagnosed };
  ConfigureProvider: { readonly request: ConfigRequest; readonly answer: Diagnosed };
  UpgradeResourceState: {
    readonly request: UpgradeMessage;
    readonly answer: Diagnosed & { readonly upgradedState?: DynamicValue };
  };
  ReadResource: {
    readonly request: ReadMessage;
    readonly answer: Diagnosed & { readonly newState: DynamicValue | null; readonly private: Uint8Array };
  };
  PlanResourceChange: {
    readonly request: PlanMessage;
    readonly answer: Diagnosed & {
      readonly plannedState?: DynamicValue;
      readonly requiresReplace: readonly PathMessage[];
      readonly plannedPrivate: Uint8Array;
      readonly legacyTypeSystem: boolean;
    };
  };
  ApplyResourceChange: {
    readonly request: ApplyMessage;
    readonly answer: Diagnosed & {
      readonly newState: DynamicValue | null;
      readonly private: Uint8Array;
      readonly legacyTypeSystem: boolean;
    };
  };
  ImportResourceState: {
    readonly request: ImportMessage;
    readonly answer: Diagnosed & {
      readonly importedResources: readonly { readonly typeName: string; readonly state: DynamicValue }[];
    };
  };
  ReadDataSource: {
    readonly request: TypedConfigRequest;
    readonly answer: Diagnosed & { readonly state?: DynamicValue };
  };
  StopProvider: { readonly request: object; readonly answer: { readonly error: string } };
}
