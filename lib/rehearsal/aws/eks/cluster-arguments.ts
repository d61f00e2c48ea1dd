/**
 * Reads arguments and attributes of clusters and add-ons as the service understands them.
 */
import type { Known, KnownValues } from '../../protocol/value';
import { isValueList, isValues } from '../../protocol/value';
import { blockOf, textsOf } from './cluster-model';

/** A text that is not empty. */
export function textOf(value: Known | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A name that must be there. */
export function nameIn(value: Known | undefined): string {
  return textOf(value) ?? '';
}

/** All blocks of a kind that may stand more than once. */
export function blocksOf(attributes: KnownValues, name: string): readonly KnownValues[] {
  const value = attributes[name];
  return isValueList(value) ? value.filter((item): item is KnownValues => isValues(item)) : [];
}

/** Whether two lists hold the same texts, in whatever order: sets have none. */
export function sameTexts(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((text) => other.includes(text));
}

/**
 * Whether a plan asks for something else than there is. What it leaves out is kept: nearly all arguments of a cluster are
 * "optional and computed", so that removing one from a configuration asks for nothing.
 */
export function asksForMore(planned: Known | undefined, actual: Known | undefined): boolean {
  if (planned === undefined || planned === null) {
    return false;
  }
  if (isValueList(planned)) {
    const there = isValueList(actual) ? actual : [];
    if (planned.every((item) => typeof item === 'string')) {
      return planned.length > 0 && !sameTexts(textsOf(planned), textsOf(there));
    }
    return planned.some((item, index) => asksForMore(item, there[index]));
  }
  if (isValues(planned)) {
    const there = isValues(actual) ? actual : {};
    return Object.entries(planned).some(([name, value]) => asksForMore(value, there[name]));
  }
  return planned !== (actual ?? null);
}

/** One argument of a block that may stand only once. */
export function argumentOf(attributes: KnownValues, block: string, argument: string): Known | undefined {
  return blockOf(attributes, block)?.[argument];
}

/** Attributes with what the service fills in where a plan says nothing. */
export function filledIn(planned: KnownValues | undefined, fallback: KnownValues): KnownValues {
  const given = Object.entries(planned ?? {}).filter(([, value]) => value !== null);
  return { ...fallback, ...Object.fromEntries(given) };
}
