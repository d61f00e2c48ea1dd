/**
 * Runs one Terraform command in a directory, shut off from the machine's settings, its AWS account and the network.
 */
import { spawn } from 'node:child_process';
import * as path from 'node:path';
import { isolatedEnvironment } from '../../lib/rehearsal/terraform/environment';

/** What a command printed. A non-zero exit is an answer too: Terraform reports errors that way. */
export interface CommandResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly milliseconds: number;
}

/** How to run a command. */
export interface CommandOptions {
  /** The Terraform binary. */
  readonly command: string;
  readonly directory: string;
  readonly cliConfigurationFile: string;
  /** Whether the command may use the network: only `init`, and only without a mirror. @default false */
  readonly online?: boolean;
  /** Variables of the environment over the isolated ones. */
  readonly environment?: NodeJS.ProcessEnv;
  /** @default 180 seconds */
  readonly timeoutMilliseconds?: number;
}

/** Runs Terraform and waits for it. Throws only when it does not run at all, or does not come to an end. */
export async function runTerraform(
  arguments_: readonly string[],
  options: CommandOptions,
): Promise<CommandResult> {
  const { command, directory, cliConfigurationFile, online, timeoutMilliseconds = 180_000 } = options;
  const started = Date.now();
  return new Promise((resolve, reject) => {
    const child = spawn(command, arguments_, {
      cwd: directory,
      env: { ...isolatedEnvironment(cliConfigurationFile, online), ...options.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    const timer = setTimeout(() => {
      // An interrupt lets Terraform stop its provider processes; a kill would leave them behind.
      child.kill('SIGINT');
      reject(new Error(`${describe(command, arguments_)} took more than ${timeoutMilliseconds} ms.`));
    }, timeoutMilliseconds);
    child.on('error', (error) => {
      clearTimeout(timer);
      reject(new Error(`${describe(command, arguments_)} cannot be run: ${error.message}.`));
    });
    child.on('close', (exitCode) => {
      clearTimeout(timer);
      resolve({
        exitCode: exitCode ?? -1,
        stdout: Buffer.concat(stdout).toString('utf8'),
        stderr: Buffer.concat(stderr).toString('utf8'),
        milliseconds: Date.now() - started,
      });
    });
  });
}

/** For an answer that no caller can make sense of: a crash, or an output that is not what the command promises. */
export function unexpectedAnswer(arguments_: readonly string[], result: CommandResult): Error {
  const output = [result.stdout, result.stderr].map((text) => text.trim().slice(-2000)).filter(Boolean);
  return new Error(`terraform ${arguments_.join(' ')} ended with ${result.exitCode}:\n${output.join('\n')}`);
}

function describe(command: string, arguments_: readonly string[]): string {
  return `${path.basename(command)} ${arguments_.join(' ')}`;
}
