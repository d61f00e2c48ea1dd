/**
 * Reads the arguments of `safe-eks convert-aws-auth`.
 */
import { parseArgs } from 'node:util';
import type { ConvertAwsAuthOptions } from '../../access/aws-auth/conversion';
import { judgeOptions } from '../../access/aws-auth/options';
import { UsageError } from '../command';

/** What is to be converted, and what is to be shown. */
export interface ConvertArguments {
  /** The file, or `-` for standard input. */
  readonly file: string;
  readonly options: ConvertAwsAuthOptions;
  readonly format: 'text' | 'markdown' | 'json';
  /** Where the code goes; absent when it is shown. */
  readonly output: string | undefined;
  readonly tableOnly: boolean;
}

export const CONVERT_HELP = `Usage: safe-eks convert-aws-auth FILE [OPTIONS]

Converts the ConfigMap aws-auth into access entries: says for each line what becomes of it, and writes TypeScript for
this library. FILE is what this gives, or - for standard input:

  kubectl get configmap aws-auth -n kube-system -o yaml

What the file does not say:
  --account ID              The account of the cluster: roles of nodes must belong to it.
  --sso-region REGION       The home region of IAM Identity Center, which is in the ARNs of its roles.
  --role ARN                The full ARN of a role that has a path; aws-auth leaves the path out. May be repeated.
  --managed-role ARN        A role of managed node groups or Fargate profiles: EKS makes its entry. May be repeated.
  --self-managed-role ARN   A role of nodes that you run yourself. May be repeated.
  --cluster-variable NAME   What the cluster is called in the code, such as this.cluster. Default: cluster.

What to show:
  --output FILE             Writes the code into a file that must not exist yet. Default: after the table.
  --table-only              Shows no code.
  --markdown                Shows the table as Markdown.
  --json                    Only the result, for programs.

Exit codes:
  0  every line has an entry with the same rights, or with less where that is said
  1  some lines need a decision, or have no counterpart
  2  nothing was converted: wrong usage, or a file that cannot be read as aws-auth
`;

const OPTIONS = {
  account: { type: 'string' },
  'sso-region': { type: 'string' },
  role: { type: 'string', multiple: true, default: [] as string[] },
  'managed-role': { type: 'string', multiple: true, default: [] as string[] },
  'self-managed-role': { type: 'string', multiple: true, default: [] as string[] },
  'cluster-variable': { type: 'string', default: 'cluster' },
  output: { type: 'string' },
  'table-only': { type: 'boolean', default: false },
  markdown: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const;

/**
 * Reads the arguments.
 *
 * @throws UsageError when they make no sense
 */
export function readConvertArguments(arguments_: readonly string[]): ConvertArguments {
  const { values, positionals } = parse(arguments_);
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) {
    throw new UsageError(`Name one file, or - for standard input; ${String(positionals.length)} are named.`);
  }
  const { 'table-only': tableOnly, markdown, json, output } = values;
  const chosen = Object.entries({
    '--table-only': tableOnly,
    '--output': output !== undefined,
    '--json': json,
  })
    .filter(([, isChosen]) => isChosen)
    .map(([name]) => name);
  if (tableOnly && chosen.length > 1) {
    throw new UsageError(`${chosen.join(' and ')} do not go together.`);
  }
  if (json && markdown) {
    throw new UsageError('--json and --markdown do not go together.');
  }
  const options: ConvertAwsAuthOptions = {
    fileName: file === '-' ? 'standard input' : file,
    clusterVariable: values['cluster-variable'],
    accountId: values.account,
    ssoRegion: values['sso-region'],
    roleArns: values.role,
    managedRoleArns: values['managed-role'],
    selfManagedRoleArns: values['self-managed-role'],
  };
  const problems = judgeOptions(options);
  if (problems.length > 0) {
    throw new UsageError(problems.join('\n'));
  }
  return { file, options, format: json ? 'json' : markdown ? 'markdown' : 'text', output, tableOnly };
}

function parse(
  arguments_: readonly string[],
): ReturnType<typeof parseArgs<{ readonly options: typeof OPTIONS; readonly allowPositionals: true }>> {
  try {
    return parseArgs({ args: [...arguments_], options: OPTIONS, strict: true, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
