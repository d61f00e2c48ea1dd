/**
 * Values as Terraform and a provider exchange them: JSON, and "not known yet".
 */

/** A value that Terraform will know only after an apply. */
export const UNKNOWN: unique symbol = Symbol('known after apply');

/** A value without unknowns in it. */
export type Known = null | boolean | number | string | readonly Known[] | { readonly [name: string]: Known };

/** A value that may be unknown, as a whole or in parts. */
export type Value =
  null | boolean | number | string | typeof UNKNOWN | readonly Value[] | { readonly [name: string]: Value };

/** The arguments and attributes of a resource, data source or provider. */
export interface Values {
  readonly [name: string]: Value;
}

/** The same, all known. */
export interface KnownValues {
  readonly [name: string]: Known;
}

/** Whether a value is an object or a map. */
export function isValues(value: Value | undefined): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a value is a list, a set or a tuple. */
export function isValueList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

/** Whether nothing in a value is unknown. */
export function isWhollyKnown(value: Value): value is Known {
  if (value === UNKNOWN) {
    return false;
  }
  if (isValueList(value)) {
    return value.every(isWhollyKnown);
  }
  return !isValues(value) || Object.values(value).every(isWhollyKnown);
}

/** A value with nothing in place of what is unknown. */
export function withoutUnknowns(value: Value): Known {
  if (value === UNKNOWN) {
    return null;
  }
  if (isValueList(value)) {
    return value.map(withoutUnknowns);
  }
  if (isValues(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, withoutUnknowns(part)]));
  }
  return value;
}

/** Arguments with nothing in place of what is unknown. */
export function knownValues(values: Values): KnownValues {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, withoutUnknowns(value)]));
}

/** Whether two values are the same; an unknown is equal to an unknown only. */
export function sameValue(one: Value, other: Value): boolean {
  if (isValueList(one)) {
    return (
      isValueList(other) &&
      one.length === other.length &&
      one.every((item, index) => sameValue(item, other[index] ?? null))
    );
  }
  if (isValues(one)) {
    const names = Object.keys(one);
    return (
      isValues(other) &&
      names.length === Object.keys(other).length &&
      names.every((name) => name in other && sameValue(one[name] ?? null, other[name] ?? null))
    );
  }
  return one === other;
}
