/**
 * Which live thing is which declared one, and comparisons of what may be known in part.
 */
import { compareText } from '../validation/checks/compare-text';
import type { DeclaredCompute } from './declared-cluster';
import type { Declared, DeclaredTexts } from './declared-values';
import { Unknown } from './expressions';

/** What was brought together. */
export interface Pairing<D, L> {
  readonly pairs: readonly { readonly declared: D; readonly live: L }[];
  readonly missing: readonly D[];
  readonly undeclared: readonly L[];
}

/**
 * Brings declared and live things together by name. Each live one belongs to the declared one whose name says most; of a
 * group that is being replaced there may be two.
 */
export function pairByName<L extends { readonly name: string }>(
  declared: readonly DeclaredCompute[],
  live: readonly L[],
): Pairing<DeclaredCompute, L> {
  const byWeight = [...declared].sort((a, b) => b.name.weight - a.name.weight);
  const pairs = live.flatMap((each) => {
    const match = byWeight.find(({ name }) => name.matches(each.name));
    return match === undefined ? [] : [{ declared: match, live: each }];
  });
  return {
    pairs,
    missing: declared.filter((each) => !pairs.some((pair) => pair.declared === each)),
    undeclared: live.filter((each) => !pairs.some((pair) => pair.live === each)),
  };
}

/** A list of which everything is known. */
export function allKnown(value: Declared<DeclaredTexts>): readonly string[] | undefined {
  return value === undefined || value instanceof Unknown || value.some((each) => each instanceof Unknown)
    ? undefined
    : value.filter((each) => typeof each === 'string');
}

/** What is known of a list. */
export function knownOf(value: Declared<DeclaredTexts>): readonly string[] {
  return value === undefined || value instanceof Unknown
    ? []
    : value.filter((each) => typeof each === 'string');
}

/** Whether a list, or something in it, is known only after apply. */
export function isPartlyUnknown(value: Declared<DeclaredTexts>): boolean {
  return value !== undefined && allKnown(value) === undefined;
}

/** Whether two lists hold the same, in any order. */
export function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return sorted(a).join('\n') === sorted(b).join('\n');
}

/** Each text once, in order. */
export function sorted(texts: Iterable<string>): readonly string[] {
  return [...new Set(texts)].sort(compareText);
}

/** A list for people. */
export function shown(texts: readonly string[]): string {
  return texts.length === 0 ? 'none' : texts.join(', ');
}
