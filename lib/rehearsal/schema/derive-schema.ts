/**
 * Derives what a simulated provider tells Terraform about itself from the bindings that the stacks were written with:
 * no download, no copy of a schema to keep up to date, and only for the types that are asked for.
 */
import type { ConstructKind } from './binding-declarations';
import { readDeclarations } from './binding-declarations';
import type { BindingPackage } from './binding-source';
import { bindingFile, findBindingPackage, readBinding } from './binding-source';
import { deriveConstruct } from './derive-block';
import { unexpectedText } from './schema-derivation-error';
import type { BlockSchema, ProviderSchema } from './schema';

/** What to derive a schema for. */
export interface SchemaRequest {
  /** The provider's short name, such as `aws`. */
  readonly provider: string;
  /** Resource types, such as `aws_eks_cluster`. @default - none */
  readonly resources?: Iterable<string>;
  /** Types of data sources. @default - none */
  readonly dataSources?: Iterable<string>;
  /**
   * Directories from which the bindings are looked for.
   *
   * @default - the working directory, then this package
   */
  readonly searchFrom?: readonly string[];
}

/** Reading a type takes milliseconds, but a process that rehearses often asks for the same ones again and again. */
const derived = new Map<string, BlockSchema>();

/** Derives the schema of a provider for just the types of a request. */
export function deriveProviderSchema(request: SchemaRequest): ProviderSchema {
  const searchFrom = request.searchFrom ?? [process.cwd(), __dirname];
  const bindings = findBindingPackage(request.provider, searchFrom);
  const all = (kind: ConstructKind, types: Iterable<string> = []): { [type: string]: BlockSchema } =>
    Object.fromEntries([...new Set(types)].map((type) => [type, deriveType(bindings, kind, type)]));
  return {
    provider: deriveType(bindings, 'provider', request.provider),
    resources: all('resource', request.resources),
    dataSources: all('data', request.dataSources),
  };
}

function deriveType(bindings: BindingPackage, kind: ConstructKind, type: string): BlockSchema {
  const file = bindingFile(bindings, kind, type);
  const known = derived.get(file);
  if (known !== undefined) {
    return known;
  }
  const declarations = readDeclarations(readBinding(bindings, kind, type));
  const { construct } = declarations;
  if (construct.kind !== kind || construct.type !== type) {
    throw unexpectedText(file, `the ${kind} "${type}", not the ${construct.kind} "${construct.type}"`);
  }
  const schema = deriveConstruct(declarations);
  derived.set(file, schema);
  return schema;
}
