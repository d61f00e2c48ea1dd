/**
 * Which lines count: the authenticator keeps one line for each principal.
 *
 * It holds the lines of mapRoles and of mapUsers in two tables, by ARN without regard to capitals, where a later line takes the
 * place of an earlier one, and looks into the table of mapRoles first, for users too.
 *
 * @see https://github.com/kubernetes-sigs/aws-iam-authenticator/issues/271
 */
import type { AwsAuthLine } from './lines';
import { withoutCapitals } from './principals';

/** A pattern that a newer authenticator goes by. */
interface Pattern {
  readonly line: AwsAuthLine;
  /** What stands between its wildcards. */
  readonly parts: readonly string[];
}

/** Comparing with more would take long, and nobody has them. */
const MOST_PATTERNS = 100;
const PERMISSION_SETS = 'arn:*:role/awsreservedsso_*';

/** Finds out which lines have no effect. */
export class LineEffects {
  private readonly last = new Map<string, AwsAuthLine>();
  private readonly spellings = new Map<string, Set<string>>();
  private readonly patterns: readonly Pattern[];

  /**
   * @param lines those that the authenticator reads and that name somebody who can sign in
   * @param all those that it reads
   */
  public constructor(lines: readonly AwsAuthLine[], all: readonly AwsAuthLine[]) {
    this.patterns = all.flatMap((line) =>
      patternsOf(line).map((pattern) => ({ line, parts: withoutCapitals(pattern).split(/[*?]/) })),
    );
    for (const line of lines) {
      const key = keyOf(line.section.kind, line);
      this.last.set(key, line);
      this.spellings.set(key, (this.spellings.get(key) ?? new Set()).add(line.principal));
    }
  }

  /** The line that counts in place of this one; nothing when this one counts. */
  public winnerOver(line: AwsAuthLine): AwsAuthLine | undefined {
    const winner = this.last.get(keyOf('mapRoles', line)) ?? this.last.get(keyOf('mapUsers', line));
    return winner === line ? undefined : winner;
  }

  /**
   * Whether it is left to chance which line counts: newer authenticators tell the keys of users apart by capitals, but not the
   * users.
   */
  public isByChance(line: AwsAuthLine): boolean {
    const spellings = this.spellings.get(keyOf('mapUsers', line));
    return (
      line.section.kind === 'mapUsers' &&
      (spellings?.size ?? 0) > 1 &&
      !this.last.has(keyOf('mapRoles', line))
    );
  }

  /** A line with a pattern that may count in place of this one: the authenticator looks through mapRoles in any order. */
  public patternOver(line: AwsAuthLine): AwsAuthLine | undefined {
    if (isPattern(line)) {
      return undefined;
    }
    const arn = withoutCapitals(line.principal);
    return this.patterns.length > MOST_PATTERNS
      ? this.patterns[0]?.line
      : this.patterns.find(({ parts }) => fits(arn, parts))?.line;
  }
}

/** Older authenticators know no patterns, and read rolearn where newer ones refuse it beside sso. */
function patternsOf(line: AwsAuthLine): readonly string[] {
  if (line.section.kind !== 'mapRoles') {
    return [];
  }
  return line.namesPermissionSet
    ? [PERMISSION_SETS, ...(line.principal === '' ? [] : [line.principal])]
    : isPattern(line)
      ? [line.principal]
      : [];
}

function isPattern({ principal }: AwsAuthLine): boolean {
  return /[*?]/.test(principal);
}

/** Whether a text has the parts in their order, the first at its beginning and the last at its end. */
function fits(text: string, parts: readonly string[]): boolean {
  const [first = '', ...rest] = parts;
  const last = rest.pop();
  if (last === undefined) {
    return text === first;
  }
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found < 0) {
      return false;
    }
    at = found + part.length;
  }
  return text.startsWith(first) && text.endsWith(last) && text.length - last.length >= at;
}

function keyOf(kind: string, { principal }: AwsAuthLine): string {
  return `${kind} ${withoutCapitals(principal)}`;
}
