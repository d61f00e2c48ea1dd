/**
 * Values to and from MessagePack, as Terraform writes them.
 */
import { decode, encode, ExtData } from '@msgpack/msgpack';
import type { BlockSchema } from '../schema/schema';
import { DynamicTypes } from './dynamic-types';
import type { DynamicValue } from './messages';
import { isNumeric, numberFromText, numberToWire } from './numbers';
import { inShapeOf } from './shapes';
import type { Value, Values } from './value';
import { isValueList, isValues, UNKNOWN } from './value';
import { isWireType, typeOfBlock, typeOfMember, type WireType } from './wire-types';

const UNKNOWN_EXTENSION = 0;
/** Unknown, with something known about it all the same, such as that it is not null. */
const REFINED_UNKNOWN_EXTENSION = 12;

const UNKNOWN_ON_WIRE = new ExtData(UNKNOWN_EXTENSION, new Uint8Array([0]));

/** Writes the values of a block; nothing stands for an object that does not exist. */
export function encodeValues(
  values: Values | undefined,
  block: BlockSchema,
  dynamicTypes = new DynamicTypes(),
): DynamicValue {
  const raw =
    values === undefined ? null : toWire(inShapeOf(values, block), typeOfBlock(block), '', dynamicTypes);
  return { msgpack: encode(raw) };
}

/** Reads the values of a block; nothing where there is no object. */
export function decodeValues(
  message: DynamicValue | null,
  block: BlockSchema,
  dynamicTypes = new DynamicTypes(),
): Values | undefined {
  if (message === null || message.msgpack.length === 0) {
    return undefined;
  }
  const raw = decode(message.msgpack, { useBigInt64: true });
  const value = fromWire(raw, typeOfBlock(block), '', dynamicTypes);
  if (value === null) {
    return undefined;
  }
  if (!isValues(value)) {
    throw new Error('Terraform sent something that is no object where a block is expected.');
  }
  return inShapeOf(value, block);
}

function toWire(value: Value, type: WireType, path: string, dynamicTypes: DynamicTypes): unknown {
  if (type === 'dynamic') {
    const actual = dynamicTypes.typeOf(path, value);
    const typed = new TextEncoder().encode(JSON.stringify(actual));
    return actual === 'dynamic' ? plainToWire(value) : [typed, toWire(value, actual, path, dynamicTypes)];
  }
  if (value === null || value === UNKNOWN) {
    return plainToWire(value);
  }
  if (typeof type === 'string') {
    return simpleToWire(value, type, path);
  }
  if (type[0] === 'object') {
    const given = isValues(value) ? value : mismatch(value, 'an object', path);
    return mapObject(type[1], (member, name) =>
      toWire(ownMember(given, name), member, `${path}.${name}`, dynamicTypes),
    );
  }
  if (type[0] === 'map') {
    const given = isValues(value) ? value : mismatch(value, 'a map', path);
    return mapObject(given, (part, name) => toWire(part, type[1], `${path}.${name}`, dynamicTypes));
  }
  const given = isValueList(value) ? value : mismatch(value, `a ${type[0]}`, path);
  return given.map((part, index) =>
    toWire(part, typeOfMember(type, index), `${path}[${index}]`, dynamicTypes),
  );
}

function plainToWire(value: Value): unknown {
  return value === UNKNOWN ? UNKNOWN_ON_WIRE : null;
}

function simpleToWire(value: Value, type: 'string' | 'number' | 'bool', path: string): unknown {
  switch (type) {
    case 'string':
      return typeof value === 'string' ? value : mismatch(value, 'a string', path);
    case 'bool':
      return typeof value === 'boolean' ? value : mismatch(value, 'true or false', path);
    case 'number':
      if (typeof value === 'number' && Number.isFinite(value)) {
        return numberToWire(value);
      }
      return typeof value === 'string' && isNumeric(value) ? value : mismatch(value, 'a number', path);
  }
}

function fromWire(raw: unknown, type: WireType, path: string, dynamicTypes: DynamicTypes): Value {
  if (raw === null || raw === undefined) {
    return null;
  }
  if (raw instanceof ExtData) {
    if (raw.type === UNKNOWN_EXTENSION || raw.type === REFINED_UNKNOWN_EXTENSION) {
      return UNKNOWN;
    }
    throw new Error(`${place(path)} has the unknown extension type ${raw.type}.`);
  }
  if (type === 'dynamic') {
    return dynamicFromWire(raw, path, dynamicTypes);
  }
  if (typeof type === 'string') {
    return simpleFromWire(raw, type, path);
  }
  if (type[0] === 'object' || type[0] === 'map') {
    const given = isRawObject(raw) ? raw : mismatch(raw, 'an object', path);
    const names = type[0] === 'object' ? Object.keys(type[1]) : Object.keys(given);
    return Object.fromEntries(
      names.map((name) => [
        name,
        fromWire(
          Object.hasOwn(given, name) ? given[name] : null,
          typeOfMember(type, name),
          `${path}.${name}`,
          dynamicTypes,
        ),
      ]),
    );
  }
  const given: readonly unknown[] = Array.isArray(raw) ? raw : mismatch(raw, `a ${type[0]}`, path);
  return given.map((part, index) =>
    fromWire(part, typeOfMember(type, index), `${path}[${index}]`, dynamicTypes),
  );
}

function dynamicFromWire(raw: unknown, path: string, dynamicTypes: DynamicTypes): Value {
  const [json, content] = (Array.isArray(raw) ? raw : []) as readonly unknown[];
  const text = json instanceof Uint8Array ? new TextDecoder().decode(json) : json;
  const type: unknown = typeof text === 'string' ? JSON.parse(text) : undefined;
  if (!isWireType(type)) {
    throw new Error(`${place(path)} is dynamic, but brings no type.`);
  }
  const value = fromWire(content, type, path, dynamicTypes);
  dynamicTypes.remember(path, value, type);
  return value;
}

function simpleFromWire(raw: unknown, type: 'string' | 'number' | 'bool', path: string): Value {
  switch (type) {
    case 'string':
      return typeof raw === 'string' ? raw : mismatch(raw, 'a string', path);
    case 'bool':
      return typeof raw === 'boolean' ? raw : mismatch(raw, 'true or false', path);
    case 'number':
      if (typeof raw === 'number') {
        return raw;
      }
      return typeof raw === 'bigint' || typeof raw === 'string'
        ? numberFromText(String(raw))
        : mismatch(raw, 'a number', path);
  }
}

function isRawObject(raw: unknown): raw is { readonly [name: string]: unknown } {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw) && !(raw instanceof Uint8Array);
}

function ownMember(values: Values, name: string): Value {
  return Object.hasOwn(values, name) ? (values[name] ?? null) : null;
}

function mapObject<T>(
  object: { readonly [name: string]: T },
  convert: (value: T, name: string) => unknown,
): { readonly [name: string]: unknown } {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, convert(value, name)]));
}

function place(path: string): string {
  return path === '' ? 'The object' : path.replace(/^\./, '');
}

function mismatch(value: unknown, expected: string, path: string): never {
  const given = typeof value === 'symbol' ? 'unknown' : JSON.stringify(value);
  throw new Error(`${place(path)} must be ${expected}, and is ${given}.`);
}
