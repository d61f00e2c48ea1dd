/**
 * What differs between two configurations, argument by argument, for snapshots of a change that people can read.
 */

/** How an argument was and is; null where it is not there. */
export type ArgumentChange = readonly [before: unknown, after: unknown];

/** The arguments that differ, by the way to them, such as `resource.aws_eks_cluster.Cluster.version`. */
export function changedArguments(before: unknown, after: unknown): Readonly<Record<string, ArgumentChange>> {
  return Object.fromEntries(differences(before, after, []));
}

function differences(
  before: unknown,
  after: unknown,
  way: readonly string[],
): readonly (readonly [string, ArgumentChange])[] {
  if (JSON.stringify(before) === JSON.stringify(after)) {
    return [];
  }
  if (!isTree(before) || !isTree(after) || Array.isArray(before) !== Array.isArray(after)) {
    return [[way.join('.'), [before ?? null, after ?? null]]];
  }
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name) => differences(before[name], after[name], [...way, name]));
}

function isTree(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
