/**
 * The lines of aws-auth and what becomes of them, for people and for programs.
 */
import type { AwsAuthConversion, AwsAuthMapping } from '../../access/aws-auth/conversion';
import { ConversionKind } from '../../access/aws-auth/conversion';
import { quoted, unquoted, wrapped } from '../../access/aws-auth/text';
import type { ExitCode } from '../command';

const WIDTH = 100;
const HEADINGS = ['LINE', 'KIND', 'PRINCIPAL', 'BECOMES'] as const;

const WORDS: Readonly<Record<ConversionKind, string>> = {
  [ConversionKind.EXACT]: 'exact',
  [ConversionKind.NARROWED]: 'narrowed',
  [ConversionKind.NEEDS_DECISION]: 'to decide',
  [ConversionKind.IMPOSSIBLE]: 'impossible',
};

/** The table for a terminal, with reasons, notes and a summary. */
export function tableText(conversion: AwsAuthConversion): string {
  const { mappings, notes } = conversion;
  const rows = [HEADINGS, ...mappings.map(cellsOf)];
  // Not one call with all lengths: a file may have more lines than a call takes arguments.
  const widths = HEADINGS.map((_, column) =>
    rows.reduce((widest, row) => Math.max(widest, row[column]?.length ?? 0), 0),
  );
  const aligned = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const [heading = '', ...lines] = aligned;
  return [
    ...(mappings.length === 0 ? [] : [heading]),
    ...lines.flatMap((line, index) => [line, ...indented(mappings[index]?.reason ?? '')]),
    ...(mappings.length === 0 ? [] : ['']),
    ...notes.flatMap((note) => wrapped(`Note: ${note}`, WIDTH)),
    ...(notes.length === 0 ? [] : ['']),
    summary(conversion),
  ].join('\n');
}

/** The same as Markdown. */
export function tableMarkdown(conversion: AwsAuthConversion): string {
  const row = (cells: readonly string[]): string => `| ${cells.map(cellOfMarkdown).join(' | ')} |`;
  const { mappings, notes } = conversion;
  return [
    row([...HEADINGS, 'WHY']),
    '| --- | --- | --- | --- | --- |',
    ...mappings.map((mapping) => row([...cellsOf(mapping), mapping.reason])),
    '',
    ...notes.map((note) => `- ${cellOfMarkdown(note)}`),
    ...(notes.length === 0 ? [] : ['']),
    summary(conversion),
  ].join('\n');
}

/** The result for programs. */
export function jsonResult(conversion: AwsAuthConversion): object {
  const { mappings, notes, code } = conversion;
  return { exitCode: exitCodeOf(conversion), mappings, notes, code };
}

/** Whether something is left to decide. */
export function exitCodeOf({ isComplete }: AwsAuthConversion): ExitCode {
  return isComplete ? 0 : 1;
}

function cellsOf(mapping: AwsAuthMapping): readonly string[] {
  const { section, line, kind, principal } = mapping;
  return [
    `${unquoted(section)}:${String(line)}`,
    kind,
    principal === '' ? '-' : unquoted(principal),
    becomes(mapping),
  ];
}

function becomes({ entry }: AwsAuthMapping): string {
  if (entry === undefined) {
    return '-';
  }
  const { isClusterAdmin, kubernetesGroups, userName, type } = entry;
  const parts = [
    ...(type === 'STANDARD' ? [] : [`nodes, ${type}`]),
    ...(isClusterAdmin ? ['cluster administrator'] : []),
    ...(kubernetesGroups.length > 0 ? [`groups ${kubernetesGroups.map(unquoted).join(', ')}`] : []),
    ...(userName === undefined ? [] : [`user ${quoted(userName)}`]),
  ];
  return parts.length === 0 ? 'signs in, and nothing else' : parts.join('; ');
}

function indented(reason: string): readonly string[] {
  return reason === '' ? [] : wrapped(reason, WIDTH - 4).map((line) => `    ${line}`);
}

/** What Markdown or HTML would make something of is shown as it is. */
function cellOfMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]<>|#~!&]/g, '\\$&');
}

function summary({ mappings }: AwsAuthConversion): string {
  const counts = Object.values(ConversionKind)
    .map((kind) => ({ kind, count: mappings.filter((each) => each.kind === kind).length }))
    .filter(({ count }) => count > 0)
    .map(({ kind, count }) => `${String(count)} ${WORDS[kind]}`);
  const lines = `${String(mappings.length)} line${mappings.length === 1 ? '' : 's'}`;
  return counts.length === 0 ? `${lines}.` : `${lines}: ${counts.join(', ')}.`;
}
