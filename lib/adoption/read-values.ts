/**
 * Lists and maps of texts out of JSON.
 */
import { entriesAt, listAt } from '../plan-review/json';
import { byCodeUnit } from './code';

/** The texts of a list, each once. */
export function textsAt(value: unknown, ...path: readonly (string | number)[]): string[] {
  return [...new Set(listAt(value, ...path).filter((item) => typeof item === 'string'))];
}

/** A map of texts, sorted by key. */
export function tagsAt(
  value: unknown,
  ...path: readonly (string | number)[]
): Readonly<Record<string, string>> {
  const entries = entriesAt(value, ...path).map(([key, each]): [string, string] => [
    key,
    typeof each === 'string' ? each : '',
  ]);
  return Object.fromEntries(entries.sort(([one], [other]) => byCodeUnit(one, other)));
}
