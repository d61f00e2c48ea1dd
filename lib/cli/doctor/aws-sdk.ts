/**
 * Loads the clients of the AWS SDK, which are optional: only the commands that ask AWS need them.
 */
import type * as Ec2 from '@aws-sdk/client-ec2';
import type * as Eks from '@aws-sdk/client-eks';
import { CommandError } from '../command';

/** The two packages. */
export interface AwsSdk {
  readonly eks: typeof Eks;
  readonly ec2: typeof Ec2;
}

/** How packages are loaded; tests take one away. */
export interface PackageLoader {
  eks(): Promise<typeof Eks>;
  ec2(): Promise<typeof Ec2>;
}

const INSTALLED: PackageLoader = {
  eks: () => import('@aws-sdk/client-eks'),
  ec2: () => import('@aws-sdk/client-ec2'),
};

/**
 * Loads them.
 *
 * @param command who needs them
 * @throws CommandError that says how to install them
 */
export async function loadAwsSdk(
  loader: PackageLoader = INSTALLED,
  command = 'safe-eks doctor',
): Promise<AwsSdk> {
  try {
    const [eks, ec2] = await Promise.all([loader.eks(), loader.ec2()]);
    return { eks, ec2 };
  } catch (error) {
    const code = (error as { readonly code?: unknown }).code;
    if (code !== 'MODULE_NOT_FOUND' && code !== 'ERR_MODULE_NOT_FOUND') {
      throw error;
    }
    throw new CommandError(
      `${command} reads the cluster by two packages of the AWS SDK that are not installed. Install them:\n\n` +
        '  npm install --save-dev @aws-sdk/client-eks @aws-sdk/client-ec2',
      { cause: error },
    );
  }
}
