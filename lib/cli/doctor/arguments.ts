/**
 * Reads the arguments of `safe-eks doctor`.
 */
import { parseArgs } from 'node:util';
import { clusterArgument, regionArgument } from '../aws-arguments';
import { UsageError } from '../command';

/** Which cluster is to be examined, and what it is compared with. */
export interface DoctorArguments {
  readonly clusterName: string;
  /** Undefined where the stack or the environment says it. */
  readonly region: string | undefined;
  readonly profile: string | undefined;
  /** A file or a folder; undefined to look for `cdktf.out`. */
  readonly stack: string | undefined;
  readonly json: boolean;
}

/** Where an app is synthesized to, unless it says something else. */
export const DEFAULT_STACK = 'cdktf.out';

export const DOCTOR_HELP = `Usage: safe-eks doctor --cluster NAME [OPTIONS]

Compares a live cluster with the stack that declares it, and says how to repair the code: subnets and security groups
that are gone, versions, add-ons, node groups, access entries. It only reads. It needs two packages:

  npm install --save-dev @aws-sdk/client-eks @aws-sdk/client-ec2

Options:
  --cluster NAME     The cluster.
  --region REGION    Where it is. Default: as the stack says, then as the environment says.
  --profile PROFILE  The profile to sign in with. Default: as the environment says.
  --stack PATH       A folder with synthesized stacks, the folder of one stack, or its cdk.tf.json. Default: cdktf.out,
                     if there is one; without any, the cluster is examined by itself.
  --json             The findings, for programs.

Exit codes:
  0  nothing was found, or only notes
  1  errors or warnings were found
  2  nothing was examined: wrong usage, no such cluster, no credentials, packages that are missing
`;

const OPTIONS = {
  cluster: { type: 'string' },
  region: { type: 'string' },
  profile: { type: 'string' },
  stack: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

/**
 * Reads the arguments.
 *
 * @throws UsageError when they make no sense
 */
export function readDoctorArguments(arguments_: readonly string[]): DoctorArguments {
  const { cluster, region, profile, stack, json } = parse(arguments_);
  return { clusterName: clusterArgument(cluster), region: regionArgument(region), profile, stack, json };
}

type Values = ReturnType<typeof parseArgs<{ readonly options: typeof OPTIONS }>>['values'];

function parse(arguments_: readonly string[]): Values {
  try {
    return parseArgs({ args: [...arguments_], options: OPTIONS, strict: true }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
