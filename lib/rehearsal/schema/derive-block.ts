/**
 * Derives a block's schema from the TypeScript that `cdktf-cli` generated for it.
 *
 * A binding says everything twice or thrice: in the interface of the arguments, in the code that renders them, and in the
 * class that reads attributes. What one place does not tell, another does; where they contradict each other, the text is
 * not what this file believes it to be.
 *
 * Three things the bindings do not tell. A number of blocks other than "at least one" and "at most one" is lost: the
 * schema is then more generous than the real one. So is the content of blocks that the generator found too deep
 * (`aws_wafv2_web_acl`, `aws_quicksight_*`): they become one attribute of any type, which Terraform takes in a block of a
 * list but not in one of a set. And no attribute is marked as sensitive or as write-only.
 */
import {
  isCollection,
  nestedType,
  objectType,
  typeOfGetter,
  typeOfLibraryClass,
  typeOfStorage,
} from './attribute-type';
import type {
  Declarations,
  MemberDeclaration,
  MemberFlags,
  PropertyDeclaration,
  RenderedArgument,
} from './binding-declarations';
import { readMembers, readProperties, readRenderedArguments } from './binding-declarations';
import type { SchemaDerivationError } from './schema-derivation-error';
import { unexpectedText } from './schema-derivation-error';
import type { AttributeSchema, AttributeType, BlockSchema, NestedBlockSchema, Nesting } from './schema';

/** Every provider configuration has it in the bindings; to Terraform it is a word of its own, not an argument. */
const META_ARGUMENT = 'alias';

/** Derives the schema of the resource, the data source or the provider configuration that a binding is for. */
export function deriveConstruct(declarations: Declarations): BlockSchema {
  const { kind, config, body } = declarations.construct;
  const root: Struct = { name: config, class: body, renderer: body };
  const block = deriveStruct(declarations, root).block;
  if (kind !== 'provider') {
    return block;
  }
  const attributes = Object.entries(block.attributes).filter(([name]) => name !== META_ARGUMENT);
  return { ...block, attributes: Object.fromEntries(attributes) };
}

/** An object in a binding: a block, or what an attribute holds. */
interface Struct {
  readonly name: string;
  /** The class that reads it; what stands in a provider's configuration cannot be read and has none. */
  readonly class: string | undefined;
  /** The function that renders it; what only the provider sets has none to speak of. */
  readonly renderer: string;
}

interface DerivedStruct {
  readonly block: BlockSchema;
  /** Whether an argument says something of its own: what it is for, or other flags than the attribute that holds it. */
  readonly isDescribed: (holder: MemberFlags) => boolean;
}

/** An argument as its three places describe it. */
interface Argument extends RenderedArgument, MemberFlags {
  readonly declaration: PropertyDeclaration;
}

function deriveStruct(declarations: Declarations, struct: Struct): DerivedStruct {
  const reader = readerOf(declarations, struct);
  const argumentsOfStruct = readArguments(declarations, struct, reader);
  const attributes: { [name: string]: AttributeSchema } = {};
  const blocks: { [name: string]: NestedBlockSchema } = {};
  for (const argument of argumentsOfStruct) {
    const { name } = argument;
    if (isBlock(argument)) {
      blocks[name] = deriveNestedBlock(declarations, struct, argument);
    } else {
      attributes[name] = deriveArgument(declarations, struct, argument);
    }
  }
  for (const member of reader.filter(isOutput)) {
    const type = typeOfOutput(declarations, struct, member);
    attributes[member.name] = { type, ...flagsOf(member) };
  }
  return {
    block: { attributes: sorted(attributes), blocks: sorted(blocks) },
    isDescribed: (holder) =>
      argumentsOfStruct.some((argument) => hasDescription(argument) || !sameFlags(argument, holder)),
  };
}

function readerOf(declarations: Declarations, struct: Struct): MemberDeclaration[] {
  const members = readMembers(struct.class ?? '');
  if (members.length === 0 && /public get (?!internalValue\b)/.test(struct.class ?? '')) {
    throw unexpected(
      declarations,
      struct,
      'comments such as "// name - computed: …, optional: …, required: …"',
    );
  }
  return members;
}

/** Joins what the renderer, the interface and the class say of each argument. */
function readArguments(
  declarations: Declarations,
  struct: Struct,
  reader: readonly MemberDeclaration[],
): Argument[] {
  const rendered = readRenderedArguments(struct.renderer);
  const properties = readProperties(declarations.interfaces.get(struct.name) ?? '');
  const settable = new Map(
    reader.filter((member) => !isOutput(member)).map((member) => [member.name, member]),
  );
  const missing = [...rendered.keys(), ...settable.keys()].find((name) => !properties.has(name));
  if (missing !== undefined) {
    throw unexpected(declarations, struct, `an interface with a property for "${missing}"`);
  }
  return [...properties].map(([name, declaration]): Argument => {
    const own = { computed: false, optional: declaration.optional, required: !declaration.optional };
    const argument = rendered.get(name);
    const flags = struct.class === undefined ? own : settable.get(name);
    if (argument === undefined || flags === undefined) {
      throw unexpected(declarations, struct, `code that renders and reads the argument "${name}"`);
    }
    return { ...argument, ...flagsOf(flags), declaration };
  });
}

function isBlock({ name, storage, declaration }: Argument): boolean {
  // What the generator found too deep is called a block too, but no longer has a content that could be told.
  return storage !== 'any' && new RegExp(`^\\s*\\* ${name} block$`, 'm').test(declaration.documentation);
}

function hasDescription({ declaration }: Argument): boolean {
  return /^\s*\* +(?!Docs at Terraform Registry)\S/m.test(declaration.documentation);
}

function deriveNestedBlock(
  declarations: Declarations,
  struct: Struct,
  argument: Argument,
): NestedBlockSchema {
  const { nesting, single, inner } = nestedStruct(declarations, struct, argument);
  return {
    nesting,
    block: deriveStruct(declarations, inner).block,
    minItems: argument.required ? 1 : 0,
    ...(single && nesting !== 'single' ? { maxItems: 1 } : {}),
  };
}

function deriveArgument(declarations: Declarations, struct: Struct, argument: Argument): AttributeSchema {
  const flags = flagsOf(argument);
  const plain = typeOfStorage(argument.shape, argument.storage);
  if (plain !== undefined) {
    return { type: plain, ...flags };
  }
  const { nesting, inner } = nestedStruct(declarations, struct, argument);
  const { block, isDescribed } = deriveStruct(declarations, inner);
  if (Object.keys(block.blocks).length > 0) {
    throw unexpected(declarations, struct, `no blocks within the attribute "${argument.name}"`);
  }
  const { attributes } = block;
  const type = nestedType(nesting, objectType(attributes));
  // The members of a plain object type have neither descriptions nor flags; the generator copies those of the holder.
  const isNested = isDescribed(flags) || Object.values(attributes).some(({ nested }) => nested !== undefined);
  return isNested ? { type, ...flags, nested: { nesting, attributes } } : { type, ...flags };
}

/** What an argument holds, by the type of its property: `Struct`, `Struct[]` or `{ [key: string]: Struct }`. */
function nestedStruct(
  declarations: Declarations,
  struct: Struct,
  { name, shape, storage, declaration }: Argument,
): { readonly nesting: Nesting; readonly single: boolean; readonly inner: Struct } {
  const type = declaration.type.replace(/ \| cdktf\.IResolvable$/, '');
  const [, mapped, structName = '', many] = /^(\{ \[key: string\]: )?(\w+)(\[\])?(?: \})?$/.exec(type) ?? [];
  const single = mapped === undefined && many === undefined;
  const nesting = shape === 'struct' ? 'single' : shape;
  const fits =
    nesting === 'single' ? single : isCollection(nesting) && (nesting === 'map') === Boolean(mapped);
  if ((nesting !== 'single' && !isCollection(nesting)) || !fits || !storage.startsWith(structName)) {
    throw unexpected(declarations, struct, `a known type of "${name}", not ${shape} ${storage} ${type}`);
  }
  return { nesting, single, inner: structNamed(declarations, struct, structName) };
}

function structNamed(declarations: Declarations, within: Struct, name: string): Struct {
  const renderer = declarations.functions.get(
    `${name.charAt(0).toLowerCase()}${name.slice(1)}ToHclTerraform`,
  );
  const reader = declarations.classes.get(`${name}OutputReference`);
  const mayLackReader = declarations.construct.kind === 'provider';
  if (renderer === undefined || (reader === undefined && !mayLackReader)) {
    throw unexpected(declarations, within, `declarations of "${name}"`);
  }
  return { name, class: reader, renderer };
}

/** The type of an attribute that only the provider sets. */
function typeOfOutput(
  declarations: Declarations,
  struct: Struct,
  { name, code }: MemberDeclaration,
): AttributeType {
  const [, library, reader = '', attribute, wrapsSet] =
    /^\s*private _\w+ = new (cdktf\.)?(\w+)\(this, "(\w+)"(?:, (true|false))?\);/.exec(code) ?? [];
  const [, structName, suffix] = /^(\w+?)(OutputReference|List|Map)$/.exec(reader) ?? [];
  let type: AttributeType | undefined;
  if (attribute === undefined) {
    type = typeOfGetter(code);
  } else if (library !== undefined) {
    type = typeOfLibraryClass(reader);
  } else if (structName !== undefined) {
    const { block } = deriveStruct(declarations, structNamed(declarations, struct, structName));
    const many = suffix === 'Map' ? 'map' : wrapsSet === 'true' ? 'set' : 'list';
    type = nestedType(suffix === 'OutputReference' ? 'single' : many, objectType(block.attributes));
  }
  if (type === undefined) {
    throw unexpected(
      declarations,
      struct,
      `a known way to read "${name}", not "${code.trim().slice(0, 80)}"`,
    );
  }
  return type;
}

function isOutput({ computed, optional, required }: MemberFlags): boolean {
  return computed && !optional && !required;
}

function flagsOf({ computed, optional, required }: MemberFlags): MemberFlags {
  return { required, optional, computed };
}

function sameFlags(one: MemberFlags, other: MemberFlags): boolean {
  return (
    one.computed === other.computed && one.optional === other.optional && one.required === other.required
  );
}

/** By name, as Terraform prints schemas: the order of the declarations means nothing. */
function sorted<T>(record: { readonly [name: string]: T }): { readonly [name: string]: T } {
  return Object.fromEntries(Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1)));
}

function unexpected(declarations: Declarations, struct: Struct, expected: string): SchemaDerivationError {
  return unexpectedText(declarations.file, `${expected} (in ${struct.name})`);
}
