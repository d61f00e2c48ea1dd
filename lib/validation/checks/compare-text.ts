/**
 * The order in which names are rendered.
 */

/** Compares by code units, for `sort`: an order that follows the locale would differ between machines. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
