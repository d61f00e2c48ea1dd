/**
 * Finds the Terraform binary. Synchronous, because jest decides while it collects tests whether they can run.
 */
import { spawnSync } from 'node:child_process';
import * as os from 'node:os';
import { compareVersions } from './versions';

/** Names the Terraform binary. cdktf honours the same variable. */
export const BINARY_VARIABLE = 'TERRAFORM_BINARY_NAME';

/** The runner relies on `init -json`, which Terraform has since this version. */
export const MINIMUM_TERRAFORM_VERSION = '1.9.0';

/** The Terraform binary, or what is wrong with it. */
export type TerraformBinary =
  | { readonly kind: 'found'; readonly command: string; readonly version: string }
  | { readonly kind: 'missing'; readonly reason: string };

/**
 * Finds the Terraform binary and asks it for its version.
 *
 * @param command the binary; without one the environment names it, or it is `terraform`
 */
export function findTerraform(
  environment: NodeJS.ProcessEnv = process.env,
  command = nonEmpty(environment[BINARY_VARIABLE]) ?? 'terraform',
): TerraformBinary {
  const result = spawnSync(command, ['version', '-json'], {
    encoding: 'utf8',
    // Neither the user's settings (arguments for every command, a log level, a CLI configuration) nor the update check have
    // anything to say about the version.
    env: { ...withoutSettings(environment), TF_CLI_CONFIG_FILE: os.devNull, CHECKPOINT_DISABLE: '1' },
    timeout: 20_000,
  });
  if (result.error) {
    return { kind: 'missing', reason: `\`${command}\` cannot be run: ${result.error.message}.` };
  }
  const version = /"terraform_version":\s*"(\d+\.\d+\.\d+)/.exec(result.stdout)?.[1];
  if (!version) {
    return { kind: 'missing', reason: `\`${command} version -json\` does not answer like Terraform.` };
  }
  return compareVersions(version, MINIMUM_TERRAFORM_VERSION) < 0
    ? {
        kind: 'missing',
        reason: `\`${command}\` is ${version}; at least ${MINIMUM_TERRAFORM_VERSION} is needed.`,
      }
    : { kind: 'found', command, version };
}

function withoutSettings(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith('TF_')));
}

/** A variable that is set to nothing is not set. */
export function nonEmpty(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}
