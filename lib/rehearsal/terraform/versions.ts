/**
 * Ordering of plain `major.minor.patch` versions, which is all that the providers of a mirror ever have.
 */

/** Negative, zero or positive, as `Array.sort` wants it. */
export function compareVersions(left: string, right: string): number {
  const a = left.split('.').map(Number);
  const b = right.split('.').map(Number);
  for (let i = 0; i < 3; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) {
      return difference;
    }
  }
  return 0;
}
