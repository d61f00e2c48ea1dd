/**
 * The types by which values are written to the wire: those of a schema, and tuples, which occur only in values that
 * bring their own type.
 */
import type { BlockSchema, NestedBlockSchema } from '../schema/schema';
import type { Value } from './value';
import { isValueList, isValues, UNKNOWN } from './value';

/** A type in Terraform's JSON notation. */
export type WireType =
  | 'string'
  | 'number'
  | 'bool'
  | 'dynamic'
  | readonly ['list' | 'set' | 'map', WireType]
  | readonly ['tuple', readonly WireType[]]
  | ObjectType;

/** The type of an object. */
export type ObjectType = readonly ['object', { readonly [name: string]: WireType }];

const known = new WeakMap<BlockSchema, ObjectType>();

/** The type of the objects that a block makes. */
export function typeOfBlock(block: BlockSchema): ObjectType {
  const found = known.get(block);
  if (found !== undefined) {
    return found;
  }
  const attributes = Object.entries(block.attributes).map(([name, { type }]) => [name, type] as const);
  const blocks = Object.entries(block.blocks).map(([name, nested]) => [name, typeOfNested(nested)] as const);
  const type: ObjectType = ['object', Object.fromEntries<WireType>([...attributes, ...blocks])];
  known.set(block, type);
  return type;
}

function typeOfNested({ nesting, block }: NestedBlockSchema): WireType {
  const object = typeOfBlock(block);
  if (nesting === 'single') {
    return object;
  }
  // The members of a list must be of one type, and with something dynamic in them they may not be: Terraform then writes
  // a tuple or an object that brings its own type. A set of such blocks cannot be declared.
  return nesting !== 'set' && containsDynamic(object) ? 'dynamic' : [nesting, object];
}

function containsDynamic(type: WireType): boolean {
  if (typeof type === 'string') {
    return type === 'dynamic';
  }
  if (type[0] === 'object') {
    return Object.values(type[1]).some(containsDynamic);
  }
  return type[0] === 'tuple' ? type[1].some(containsDynamic) : containsDynamic(type[1]);
}

/** The type that an expression with this value has in a configuration: objects and tuples, never maps or lists. */
export function typeOfValue(value: Value, typeOfPart: (part: Value, step: string) => WireType): WireType {
  if (isValueList(value)) {
    return ['tuple', value.map((part, index) => typeOfPart(part, `[${index}]`))];
  }
  if (isValues(value)) {
    return [
      'object',
      Object.fromEntries(Object.entries(value).map(([name, part]) => [name, typeOfPart(part, `.${name}`)])),
    ];
  }
  if (value === null || value === UNKNOWN) {
    return 'dynamic';
  }
  return typeof value === 'boolean' ? 'bool' : typeof value === 'number' ? 'number' : 'string';
}

/** The type of one member of a list, set, tuple, map or object. */
export function typeOfMember(type: WireType, key: string | number): WireType {
  if (typeof type === 'string') {
    return 'dynamic';
  }
  if (type[0] === 'object') {
    return Object.hasOwn(type[1], key) ? (type[1][key] ?? 'dynamic') : 'dynamic';
  }
  return type[0] === 'tuple' ? (type[1][Number(key)] ?? 'dynamic') : type[1];
}

/** Whether something that was parsed is a type. */
export function isWireType(parsed: unknown): parsed is WireType {
  if (!Array.isArray(parsed)) {
    return ['string', 'number', 'bool', 'dynamic'].includes(parsed as string);
  }
  const [kind, content] = parsed as readonly unknown[];
  switch (kind) {
    case 'list':
    case 'set':
    case 'map':
      return isWireType(content);
    case 'tuple':
      return Array.isArray(content) && content.every(isWireType);
    case 'object':
      return typeof content === 'object' && content !== null && Object.values(content).every(isWireType);
    default:
      return false;
  }
}
