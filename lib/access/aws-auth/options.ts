/**
 * Checks what a caller says beside the file.
 */
import { parseArn } from '../../validation/checks/arn';
import type { ConvertAwsAuthOptions } from './conversion';
import { quoted } from './text';

/** A word, or words with dots between them: it stands in code as it is. */
const EXPRESSION = /^(?:[A-Za-z_$][\w$]*)(?:\.[A-Za-z_$][\w$]*)*$/;
const RESERVED = new Set(
  'await break case catch class const continue debugger default delete do else enum export extends false finally for function if import in instanceof let new null return static super switch throw true try typeof var void while with yield'.split(
    ' ',
  ),
);

/** What is wrong with the options, each in a sentence. */
export function judgeOptions(options: ConvertAwsAuthOptions): readonly string[] {
  const { clusterVariable = 'cluster', accountId, ssoRegion } = options;
  const { roleArns = [], managedRoleArns = [], selfManagedRoleArns = [] } = options;
  const problems: string[] = [];
  const [first = ''] = clusterVariable.split('.');
  if (!EXPRESSION.test(clusterVariable) || RESERVED.has(first)) {
    problems.push(`${quoted(clusterVariable)} is no name of a variable, such as cluster or this.cluster.`);
  }
  if (accountId !== undefined && !/^\d{12}$/.test(accountId)) {
    problems.push(`${quoted(accountId)} is no account; it has twelve digits.`);
  }
  if (ssoRegion !== undefined && !/^[a-z]{2,}(-[a-z]+)+-\d+$/.test(ssoRegion)) {
    problems.push(`${quoted(ssoRegion)} is no region, such as eu-west-1.`);
  }
  const all = [...new Set([...roleArns, ...managedRoleArns, ...selfManagedRoleArns])];
  for (const arn of all) {
    const parts = parseArn(arn);
    if (
      parts?.service !== 'iam' ||
      !/^\d{12}$/.test(parts.account) ||
      !/^role(\/[\w+=,.@-]+)+$/.test(parts.resource)
    ) {
      problems.push(`${quoted(arn)} is no ARN of a role, such as arn:aws:iam::111122223333:role/path/name.`);
    }
  }
  const paths = new Map<string, string>();
  for (const arn of all) {
    const other = paths.get(withoutPath(arn));
    if (other !== undefined) {
      problems.push(`${quoted(other)} and ${quoted(arn)} cannot both be: a name belongs to one role.`);
    }
    paths.set(withoutPath(arn), arn);
  }
  const self = new Set(selfManagedRoleArns.map(withoutPath));
  for (const arn of managedRoleArns.filter((each) => self.has(withoutPath(each)))) {
    problems.push(`${quoted(arn)} cannot be managed and self-managed at once.`);
  }
  return problems;
}

function withoutPath(arn: string): string {
  return arn.replace(/\/.*\//, '/').toLowerCase();
}
