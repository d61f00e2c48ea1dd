/**
 * Reads an object of a state file, which Terraform keeps as JSON and leaves to the provider to understand.
 */
import type { BlockSchema } from '../schema/schema';
import { DynamicTypes } from './dynamic-types';
import { isNumeric, numberFromText, parseExactly } from './numbers';
import { inShapeOf } from './shapes';
import type { Known, KnownValues } from './value';
import { isWireType, typeOfBlock, typeOfMember, type WireType } from './wire-types';

/**
 * An object of a state file in today's shape. What the schema no longer has is dropped, what it did not have yet is empty.
 *
 * @param json what the state file says
 */
export function readStoredValues(
  json: Uint8Array | string,
  block: BlockSchema,
  dynamicTypes = new DynamicTypes(),
): KnownValues {
  const parsed = parseExactly(typeof json === 'string' ? json : new TextDecoder().decode(json));
  if (!isObject(parsed)) {
    throw new Error('The state file holds no object here.');
  }
  const type = typeOfBlock(block);
  const present = Object.keys(type[1]).filter((name) => Object.hasOwn(parsed, name));
  const values = present.map((name) => [
    name,
    stored(parsed[name], typeOfMember(type, name), `.${name}`, dynamicTypes),
  ]);
  // Without an unknown in what is given there is none in its shape either.
  return inShapeOf(Object.fromEntries(values) as KnownValues, block) as KnownValues;
}

function stored(raw: unknown, type: WireType, path: string, dynamicTypes: DynamicTypes): Known {
  if (raw === null || raw === undefined) {
    return null;
  }
  if (type === 'dynamic') {
    return storedDynamic(raw, path, dynamicTypes);
  }
  if (typeof type === 'string') {
    return storedSimple(raw, type, path);
  }
  if (type[0] === 'object' || type[0] === 'map') {
    const given = isObject(raw) ? raw : mismatch(raw, `an object`, path);
    const names = Object.keys(type[0] === 'object' ? type[1] : given);
    const members = names.map((name) => {
      const member = Object.hasOwn(given, name) ? given[name] : null;
      return [name, stored(member, typeOfMember(type, name), `${path}.${name}`, dynamicTypes)] as const;
    });
    return Object.fromEntries(members);
  }
  const given: readonly unknown[] = Array.isArray(raw) ? raw : mismatch(raw, `a ${type[0]}`, path);
  return given.map((part, index) =>
    stored(part, typeOfMember(type, index), `${path}[${index}]`, dynamicTypes),
  );
}

/** A value whose type the schema leaves open brings it along in a state file too. */
function storedDynamic(raw: unknown, path: string, dynamicTypes: DynamicTypes): Known {
  const type = isObject(raw) ? raw['type'] : undefined;
  if (!isObject(raw) || !isWireType(type)) {
    return mismatch(raw, 'a value with its type', path);
  }
  const value = stored(raw['value'], type, path, dynamicTypes);
  dynamicTypes.remember(path, value, type);
  return value;
}

/** Schemas change a number into a string, or the other way round; Terraform converts them in a configuration too. */
function storedSimple(raw: unknown, type: 'string' | 'number' | 'bool', path: string): Known {
  if (typeof raw === 'string' || typeof raw === 'number' || typeof raw === 'boolean') {
    switch (type) {
      case 'string':
        return String(raw);
      case 'bool':
        return (
          String(raw) === 'true' || (String(raw) === 'false' ? false : mismatch(raw, 'true or false', path))
        );
      case 'number':
        return isNumeric(String(raw)) ? numberFromText(String(raw)) : mismatch(raw, 'a number', path);
    }
  }
  return mismatch(raw, `a ${type}`, path);
}

function isObject(parsed: unknown): parsed is { readonly [name: string]: unknown } {
  return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
}

function mismatch(raw: unknown, expected: string, path: string): never {
  throw new Error(
    `The state file has ${JSON.stringify(raw)} in ${path.replace(/^\./, '')}, and today that is ${expected}.`,
  );
}
