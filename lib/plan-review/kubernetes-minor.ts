/**
 * Distances between Kubernetes versions.
 */

/** The minor version, of `1.34`. */
export function minorOf(version: string | undefined): number | undefined {
  const minor = /^1\.(\d+)$/.exec(version ?? '')?.[1];
  return minor === undefined ? undefined : Number(minor);
}

/** How many minor versions it is from one to another, or nothing where one is not known. */
export function minorsBetween(from: string | undefined, to: string | undefined): number | undefined {
  const [low, high] = [minorOf(from), minorOf(to)];
  return low === undefined || high === undefined ? undefined : high - low;
}
