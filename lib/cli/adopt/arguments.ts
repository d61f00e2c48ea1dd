/**
 * Reads the arguments of `safe-eks adopt`.
 */
import { parseArgs } from 'node:util';
import { parseArn } from '../../validation/checks/arn';
import { clusterArgument, regionArgument } from '../aws-arguments';
import { UsageError } from '../command';

/** Which cluster is to be taken over, and from what it is known. */
export interface AdoptArguments {
  /** Undefined where only files are read. */
  readonly clusterName: string | undefined;
  readonly region: string | undefined;
  readonly profile: string | undefined;
  readonly files: readonly string[];
  /** Undefined to write to the standard output. */
  readonly output: string | undefined;
  readonly adminArn: string | undefined;
}

export const ADOPT_HELP = `Usage: safe-eks adopt --cluster NAME [OPTIONS] [FILE…]
       safe-eks adopt [OPTIONS] FILE…

Writes the program that takes over a live cluster: everything declared as it is, with import blocks. It only reads. With
--cluster it asks AWS, and needs two packages:

  npm install --save-dev @aws-sdk/client-eks @aws-sdk/client-ec2

Files hold what the AWS command line prints with --output json, one answer after the other, in any order: aws eks
describe-cluster, describe-addon, describe-nodegroup, describe-fargate-profile, describe-access-entry,
list-associated-access-policies, describe-pod-identity-association, list-…; and aws logs describe-log-groups,
which says how long logs are kept.

Options:
  --cluster NAME     The cluster to ask AWS for.
  --region REGION    Where it is. Default: as the environment says.
  --profile PROFILE  The profile to sign in with. Default: as the environment says.
  --admin ARN        The role that administers the cluster, where no access entry says so.
  --output FILE      Where to write the program; never over a file that exists. Default: the standard output.

What cannot be taken over, and what the first apply changes, is said in the program and on the standard error.

Exit codes:
  0  the program was written
  2  it was not: wrong usage, no such cluster, no credentials, files that are no answers of AWS, missing packages
`;

const OPTIONS = {
  cluster: { type: 'string' },
  region: { type: 'string' },
  profile: { type: 'string' },
  admin: { type: 'string' },
  output: { type: 'string' },
} as const;

/**
 * Reads the arguments.
 *
 * @throws UsageError when they make no sense
 */
export function readAdoptArguments(arguments_: readonly string[]): AdoptArguments {
  const { values, positionals: files } = parse(arguments_);
  const { cluster, region, profile, admin: adminArn, output } = values;
  if (cluster === undefined && files.length === 0) {
    throw new UsageError('Name the cluster with --cluster, or files with what AWS says of it.');
  }
  if (cluster === undefined && (region ?? profile) !== undefined) {
    throw new UsageError(
      '--region and --profile go together with --cluster: files are read without asking AWS.',
    );
  }
  if (adminArn !== undefined && !/^(role|user)\//.test(parseArn(adminArn)?.resource ?? '')) {
    throw new UsageError(`--admin needs the ARN of a role, and ${adminArn} is none.`);
  }
  if (output === '') {
    throw new UsageError('--output needs the name of a file.');
  }
  const clusterName = cluster === undefined ? undefined : clusterArgument(cluster);
  return { clusterName, region: regionArgument(region), profile, files, output, adminArn };
}

function parse(arguments_: readonly string[]): {
  readonly values: Readonly<Partial<Record<keyof typeof OPTIONS, string>>>;
  readonly positionals: readonly string[];
} {
  try {
    return parseArgs({ args: [...arguments_], options: OPTIONS, strict: true, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
