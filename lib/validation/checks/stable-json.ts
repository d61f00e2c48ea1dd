/**
 * JSON whose text depends on the values only.
 */
import { compareText } from './compare-text';
import { isKnown } from './known';

/** Whether a value that is not known at synth stands anywhere in it. */
export function hasTokens(value: unknown): boolean {
  if (!isKnown(value)) {
    return true;
  }
  return value !== null && typeof value === 'object' && Object.values(value).some(hasTokens);
}

/** Renders a value as JSON with sorted keys: add-on configurations are compared as text, so order would be a change. */
export function stableJson(value: unknown): string {
  return JSON.stringify(sorted(value));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(sorted);
  }
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).sort(([a], [b]) => compareText(a, b));
    return Object.fromEntries(entries.map(([key, entry]) => [key, sorted(entry)]));
  }
  return value;
}
