/**
 * Converts the ConfigMap aws-auth into access entries.
 */
import { AwsAuthError } from './aws-auth-error';
import { codeOf, codeOfAll } from './code';
import type { AwsAuthConversion, AwsAuthMapping, ConvertAwsAuthOptions } from './conversion';
import { ConversionKind } from './conversion';
import { LineEffects } from './effect';
import { grantIds } from './grant-ids';
import { judgeAccount, judgeLine, judgeWithoutEffect } from './judge-line';
import type { AwsAuthLine } from './lines';
import { readLines } from './lines';
import { judgeOptions } from './options';
import { findPrincipal, isArnOf, type PrincipalFinding } from './principals';
import { quoted } from './text';
import type { Verdict } from './verdict';
import { LARGEST_FILE, TooLargeError, YamlReader } from './yaml-reader';

/**
 * Converts aws-auth into access entries: for each line what becomes of it, and the TypeScript that makes the entries.
 *
 * No line is lost and no right is widened: what an entry cannot say is reported with what to do.
 *
 * @param text what `kubectl get configmap aws-auth -n kube-system -o yaml` gives, or JSON, or the data alone
 * @param options what the file does not say
 * @throws AwsAuthError when the text cannot be read as aws-auth, with line and column
 * @throws RangeError when the options make no sense
 */
export function convertAwsAuth(text: string, options: ConvertAwsAuthOptions = {}): AwsAuthConversion {
  const wrong = judgeOptions(options);
  if (wrong.length > 0) {
    throw new RangeError(wrong.join('\n'));
  }
  const { lines, notes } = read(text, options.fileName ?? 'aws-auth');
  const judged = judge(lines, options);
  const mappings = mappingsOf(judged, options.clusterVariable ?? 'cluster');
  const allNotes = [...notes, ...generalNotes(judged, options)];
  const isDone = ({ kind }: AwsAuthMapping): boolean =>
    kind === ConversionKind.EXACT || kind === ConversionKind.NARROWED;
  return {
    mappings,
    notes: allNotes,
    code: codeOfAll(mappings, allNotes),
    isComplete: mappings.every(isDone),
  };
}

function read(text: string, fileName: string): ReturnType<typeof readLines> {
  const tooLarge = (what: string): AwsAuthError =>
    new AwsAuthError(fileName, [
      { line: 1, column: 1, what, fix: 'No ConfigMap is like that; take another file.' },
    ]);
  if (text.length > LARGEST_FILE) {
    throw tooLarge(`it is larger than ${String(LARGEST_FILE / 1024 / 1024)} MiB`);
  }
  const reader = new YamlReader();
  try {
    const found = readLines(text, reader);
    if (reader.problems.length === 0) {
      return found;
    }
  } catch (error) {
    // The parser guards most of its recursion itself.
    if (error instanceof TooLargeError || error instanceof RangeError) {
      throw tooLarge(error instanceof TooLargeError ? error.message : 'it is nested too deeply');
    }
    throw error;
  }
  throw new AwsAuthError(fileName, reader.problems);
}

interface JudgedLine {
  readonly line: AwsAuthLine;
  readonly finding: PrincipalFinding | undefined;
  readonly verdict: Verdict;
}

function judge(lines: readonly AwsAuthLine[], options: ConvertAwsAuthOptions): readonly JudgedLine[] {
  const found = lines.map((line) => ({
    line,
    finding: line.section.kind === 'mapAccounts' ? undefined : findPrincipal(line.principal, options),
  }));
  const isLive = ({ line, finding }: (typeof found)[number]): boolean =>
    finding?.isLive === true && line.section.isRead && line.isSeen && !line.namesPermissionSet;
  const effects = new LineEffects(
    found.filter(isLive).map(({ line }) => line),
    lines.filter(({ section }) => section.isRead),
  );
  return found.map((each) => {
    const { line, finding } = each;
    if (finding === undefined) {
      return { line, finding, verdict: judgeAccount(line) };
    }
    const byChance = isLive(each) && effects.isByChance(line);
    const winner = isLive(each) && !byChance ? effects.winnerOver(line) : undefined;
    if (winner !== undefined) {
      return { line, finding, verdict: judgeWithoutEffect(line, winner) };
    }
    const verdict = judgeLine(line, finding, options);
    if (byChance) {
      verdict.ask(
        'Other lines differ from this one in capitals only, and it is left to chance which of them counts.',
      );
    }
    const pattern = isLive(each) ? effects.patternOver(line) : undefined;
    if (pattern !== undefined) {
      verdict.ask(
        `The pattern in line ${String(pattern.line)} may fit it too, and it is left to chance which of them counts.`,
      );
    }
    return { line, finding, verdict };
  });
}

function mappingsOf(judged: readonly JudgedLine[], cluster: string): AwsAuthMapping[] {
  const entries = judged.flatMap(({ verdict: { entry, kind } }) =>
    entry === undefined || kind === ConversionKind.IMPOSSIBLE ? [] : [entry],
  );
  const ids = grantIds(entries.map(({ principalArn }) => principalArn));
  const idOf = new Map(entries.map((entry, index) => [entry, ids[index] ?? '']));
  return judged.map(({ line, verdict }) => {
    const { principal, userName, groups, section, line: row, column } = line;
    const { kind, reason } = verdict;
    const id = verdict.entry === undefined ? undefined : idOf.get(verdict.entry);
    const entry = verdict.entry === undefined || id === undefined ? undefined : { id, ...verdict.entry };
    return {
      section: section.name,
      line: row,
      column,
      principal,
      ...(userName === undefined ? {} : { userName }),
      groups: [...groups],
      kind,
      reason,
      ...(entry === undefined ? {} : { entry, code: codeOf(entry, cluster) }),
    };
  });
}

function generalNotes(judged: readonly JudgedLine[], options: ConvertAwsAuthOptions): readonly string[] {
  const isOpen = ({ finding, verdict }: JudgedLine): boolean =>
    finding?.mayHavePath === true && verdict.entry !== undefined;
  const unused = [
    ...(options.managedRoleArns ?? []),
    ...(options.selfManagedRoleArns ?? []),
    ...(options.roleArns ?? []),
  ]
    .filter(
      (arn) =>
        !judged.some(({ finding }) => finding?.principal !== undefined && isArnOf(arn, finding.principal)),
    )
    .map((arn) => `No line is for ${quoted(arn)}.`);
  return [
    ...(judged.length === 0 ? ['There are no lines in it.'] : []),
    ...(judged.some(isOpen)
      ? [
          'aws-auth leaves the paths of roles out and does not mind capitals; an entry needs the ARN as IAM has it. Compare with aws iam list-roles, and say the roles that have a path (roleArns, --role).',
        ]
      : []),
    ...unused,
  ];
}
