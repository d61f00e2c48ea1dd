/**
 * Translates what a binding says of a type into Terraform's notation.
 */
import type { AttributeSchema, AttributeType, Nesting } from './schema';

type Collection = 'list' | 'set' | 'map';

const SIMPLE_STORAGE: ReadonlyMap<string, AttributeType> = new Map<string, AttributeType>([
  ['string', 'string'],
  ['number', 'number'],
  ['boolean', 'bool'],
  ['any', 'dynamic'],
  // Terraform's "dynamic" becomes a map of anything; a real map of anything cannot be declared by a provider.
  ['anyMap', 'dynamic'],
]);

/** The type of an argument, from how it is rendered: `set` and `stringList` are a set of strings. */
export function typeOfStorage(shape: string, storage: string): AttributeType | undefined {
  const simple = SIMPLE_STORAGE.get(storage);
  if (simple !== undefined) {
    return shape === 'simple' || storage === 'anyMap' ? simple : undefined;
  }
  const [, element, suffix] = /^(\w+)(List|Map)$/.exec(storage) ?? [];
  if (element === undefined || !isCollection(shape) || (shape === 'map') !== (suffix === 'Map')) {
    return undefined;
  }
  // Only the outermost collection tells a set from a list; within another one, the generator calls both a list.
  const inner = typeOfStorage(innerShape(element), element);
  return inner === undefined ? undefined : [shape, inner];
}

function innerShape(storage: string): string {
  return storage.endsWith('List') ? 'list' : storage.endsWith('Map') ? 'map' : 'simple';
}

/** Whether a shape is a collection. */
export function isCollection(shape: string): shape is Collection {
  return shape === 'list' || shape === 'set' || shape === 'map';
}

const GETTERS: ReadonlyMap<string, AttributeType> = new Map<string, AttributeType>([
  ['getStringAttribute', 'string'],
  ['getNumberAttribute', 'number'],
  ['getBooleanAttribute', 'bool'],
  ['getListAttribute', ['list', 'string']],
  ['getNumberListAttribute', ['list', 'number']],
  ['interpolationForAttribute', 'dynamic'],
]);

/** The type of an attribute that only the provider sets, from the method that reads it. */
export function typeOfGetter(code: string): AttributeType | undefined {
  const [, wrapper, getter = ''] = /return .*?(cdktf\.Fn\.tolist\()?this\.(\w+)\('\w+'\)/.exec(code) ?? [];
  const type = GETTERS.get(getter);
  if (wrapper === undefined || type === undefined) {
    return type;
  }
  // Terraform cannot index a set, so the generator turns one into a list before it is read.
  return Array.isArray(type) ? ['set', (type as readonly ['list', AttributeType])[1]] : undefined;
}

const MAPS: ReadonlyMap<string, AttributeType> = new Map<string, AttributeType>([
  ['StringMap', ['map', 'string']],
  ['NumberMap', ['map', 'number']],
  ['BooleanMap', ['map', 'bool']],
  ['StringMapList', ['list', ['map', 'string']]],
  ['AnyMap', 'dynamic'],
]);

/** The type of an attribute that only the provider sets, from the library's class that reads it. */
export function typeOfLibraryClass(name: string): AttributeType | undefined {
  return MAPS.get(name);
}

/** The type of the objects that have the given attributes. */
export function objectType(attributes: { readonly [name: string]: AttributeSchema }): AttributeType {
  return ['object', Object.fromEntries(Object.entries(attributes).map(([name, { type }]) => [name, type]))];
}

/** The type of what is nested in a certain way. */
export function nestedType(nesting: Nesting, object: AttributeType): AttributeType {
  return nesting === 'single' ? object : [nesting, object];
}
