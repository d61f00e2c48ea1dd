/**
 * The ConfigMap `aws-auth` between its text and its lines. Pure.
 */
import type { AwsAuthLine } from '../aws/eks/cluster-model';
import type { Known, KnownValues } from '../protocol/value';
import { isValueList, isValues } from '../protocol/value';
import { parseYaml } from './yaml';

/** The keys whose lines matter to the simulation; `mapAccounts` lets nobody in by role or user. */
export const LINE_KEYS = ['mapRoles', 'mapUsers'] as const;
export type LineKey = (typeof LINE_KEYS)[number];

const PRINCIPAL: Readonly<Record<LineKey, string>> = { mapRoles: 'rolearn', mapUsers: 'userarn' };

/** The lines of one key; text that is no YAML lets nobody in, as with the authenticator of AWS. */
export function linesOfText(key: LineKey, text: Known | undefined): readonly AwsAuthLine[] {
  const items = typeof text === 'string' ? parseOrNothing(text) : null;
  return (isValueList(items) ? items : []).flatMap((item) => {
    const arn = isValues(item) ? item[PRINCIPAL[key]] : undefined;
    if (!isValues(item) || typeof arn !== 'string') {
      return [];
    }
    const { username, groups } = item;
    return [
      {
        arn,
        username: typeof username === 'string' ? username : arn,
        groups: (isValueList(groups) ? groups : []).filter((one): one is string => typeof one === 'string'),
      },
    ];
  });
}

/** All lines of a ConfigMap's data. */
export function linesOfData(data: KnownValues): readonly AwsAuthLine[] {
  return LINE_KEYS.flatMap((key) => linesOfText(key, data[key]));
}

/** The lines that belong to a key. */
export function linesOfKey(lines: readonly AwsAuthLine[], key: LineKey): readonly AwsAuthLine[] {
  return lines.filter(({ arn }) => arn.includes(':user/') === (key === 'mapUsers'));
}

/** Lines as EKS writes them when it adds one. */
export function textOfLines(key: LineKey, lines: readonly AwsAuthLine[]): string {
  return lines
    .map(({ arn, username, groups }) =>
      [
        '- groups:',
        ...groups.map((group) => `  - ${group}`),
        `  ${PRINCIPAL[key]}: ${arn}`,
        `  username: ${username}`,
        '',
      ].join('\n'),
    )
    .join('');
}

/** Whether lines say the same, in whatever order. */
export function sameLines(one: readonly AwsAuthLine[], other: readonly AwsAuthLine[]): boolean {
  const canonical = (lines: readonly AwsAuthLine[]): string =>
    JSON.stringify(
      lines.map(({ arn, username, groups }) => JSON.stringify([arn, username, [...groups].sort()])).sort(),
    );
  return canonical(one) === canonical(other);
}

function parseOrNothing(text: string): Known {
  try {
    return parseYaml(text);
  } catch {
    return null;
  }
}
