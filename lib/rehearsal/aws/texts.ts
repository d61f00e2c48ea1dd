/**
 * Values of which only the text matters.
 */
import type { Known } from '../protocol/value';

/** A value as text; the fallback where it is none. */
export function textOr(value: Known | undefined, fallback = ''): string {
  return typeof value === 'string' ? value : fallback;
}
