/**
 * A directory with one configuration in it, in which Terraform is run against providers of this process.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { reattachProviders } from '../../../lib/rehearsal/protocol/reattach';
import { findTerraform } from '../../../lib/rehearsal/terraform/find-terraform';
import { isolatedEnvironment } from '../../../lib/rehearsal/terraform/environment';

/** How a command ended. */
export interface TerraformAnswer {
  readonly exitCode: number;
  /** Both streams. */
  readonly output: string;
  readonly milliseconds: number;
}

/** A resource in a state file. */
export interface StateResource {
  readonly type: string;
  readonly name: string;
  readonly instances: readonly {
    readonly status?: string;
    readonly attributes: { readonly [name: string]: unknown };
  }[];
}

function terraformBinary(): string {
  const found = findTerraform();
  if (found.kind === 'missing') {
    throw new Error(found.reason);
  }
  return found.command;
}

/** The directory. */
export class TerraformDirectory {
  public readonly directory = fs.mkdtempSync(path.join(os.tmpdir(), 'safe-eks-protocol-'));
  private readonly binary = terraformBinary();
  private readonly environment: NodeJS.ProcessEnv;

  public constructor(
    settings: {
      /** Ports of providers that run already, by source. */
      readonly attached?: { readonly [source: string]: number };
      /** Content of Terraform's own configuration file. */
      readonly cliConfiguration?: string;
      readonly environment?: NodeJS.ProcessEnv;
    } = {},
  ) {
    const cliConfigurationFile = path.join(this.directory, 'cli.tfrc');
    fs.writeFileSync(cliConfigurationFile, settings.cliConfiguration ?? '');
    this.environment = {
      ...isolatedEnvironment(cliConfigurationFile),
      ...(settings.attached === undefined
        ? {}
        : { TF_REATTACH_PROVIDERS: reattachProviders(settings.attached) }),
      ...settings.environment,
    };
  }

  /** Replaces the configuration. */
  public write(configuration: string): void {
    fs.writeFileSync(path.join(this.directory, 'main.tf'), configuration);
  }

  /** Starts a command and gives the process too, for tests that interrupt it. */
  public start(...arguments_: readonly string[]): {
    readonly process: ChildProcess;
    readonly ended: Promise<TerraformAnswer>;
  } {
    const begin = performance.now();
    const child = spawn(this.binary, [...arguments_, '-no-color'], {
      cwd: this.directory,
      env: this.environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const output: string[] = [];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => output.push(chunk.toString()));
    const ended = new Promise<TerraformAnswer>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (exitCode) => {
        const milliseconds = Math.round(performance.now() - begin);
        resolve({ exitCode: exitCode ?? -1, output: output.join(''), milliseconds });
      });
    });
    return { process: child, ended };
  }

  /** Runs a command to its end. */
  public async run(...arguments_: readonly string[]): Promise<TerraformAnswer> {
    return this.start(...arguments_).ended;
  }

  /** The resources in the state file, as it is on the disk. */
  public state(): readonly StateResource[] {
    const file = path.join(this.directory, 'terraform.tfstate');
    return fs.existsSync(file)
      ? (JSON.parse(fs.readFileSync(file, 'utf8')) as { resources: readonly StateResource[] }).resources
      : [];
  }

  public has(file: string): boolean {
    return fs.existsSync(path.join(this.directory, file));
  }

  public dispose(): void {
    fs.rmSync(this.directory, { recursive: true, force: true });
  }
}
