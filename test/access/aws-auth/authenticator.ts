/**
 * What the authenticator makes of lines, written down apart from the converter: who gets which groups today.
 *
 * @see https://github.com/kubernetes-sigs/aws-iam-authenticator: the mapper for ConfigMaps
 */

/** A line as a test writes it. */
export interface WrittenLine {
  readonly arn: string;
  readonly username?: string;
  readonly groups?: unknown;
}

export interface WrittenFile {
  readonly mapRoles: readonly WrittenLine[];
  readonly mapUsers: readonly WrittenLine[];
}

/**
 * The groups that somebody who signs in with an ARN is given whatever happens; undefined for whom nobody lets in for certain.
 * Where a pattern of mapRoles fits, chance decides whether it counts, and older authenticators know none.
 */
export function groupsToday(
  { mapRoles, mapUsers }: WrittenFile,
  signedInAs: string,
): readonly string[] | undefined {
  const tableOf = (lines: readonly WrittenLine[]): Map<string, WrittenLine> =>
    new Map(lines.map((line) => [line.arn.toLowerCase(), line]));
  const key = canonical(signedInAs).toLowerCase();
  const line = tableOf(mapRoles).get(key) ?? tableOf(mapUsers).get(key);
  const patterns = mapRoles.filter((each) => /[*?]/.test(each.arn) && isLike(key, each.arn.toLowerCase()));
  if (line === undefined || patterns.length > 0) {
    return undefined;
  }
  const account = /^arn:[^:]*:iam::(\d{12}):/.exec(signedInAs)?.[1] ?? '';
  return (Array.isArray(line.groups) ? line.groups : [])
    .filter((group): group is string => typeof group === 'string')
    .map((group) => group.replaceAll('{{AccountID}}', account));
}

function isLike(text: string, pattern: string): boolean {
  const source = pattern.replace(/[^*?]/g, (sign) => `\\u{${sign.codePointAt(0)!.toString(16)}}`);
  return new RegExp(`^${source.replace(/\*/g, '.*').replace(/\?/g, '.')}$`, 'u').test(text);
}

/** Roles sign in without their path; users with it. */
function canonical(arn: string): string {
  return arn.replace(/:role\/.*\//, ':role/');
}
