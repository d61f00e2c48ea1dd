/**
 * A temporary directory in which one synthesized stack is run with real Terraform: the configuration, adapted to the
 * provider at hand and cut off from its backend, with the states and the CLI configuration that it needs.
 */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { assumedAnswers } from './assumed-answers';
import type { JsonObject } from './json';
import { asList, objectAt } from './json';
import type { KnownData, KnownOutputs } from './known-values';
import {
  describeOutput,
  resolveOutputs,
  unansweredDataSources,
  withKnownData,
  withLocalRemoteStates,
} from './known-values';
import type { PluginMirror } from './mirror';
import { mirrorCliConfiguration, mirroredVersions } from './mirror';
import type { RemovedArgument } from './provider-compatibility';
import { adaptToProvider, isAwsSource } from './provider-compatibility';
import type { SynthesizedStack } from './synthesized-stack';
import type { TerraformState } from './terraform-state';
import { terraformState } from './terraform-state';

/** Set it to any text to keep the working directories, for looking into a failure. */
export const KEEP_VARIABLE = 'SAFE_EKS_KEEP_WORKDIR';

const AWS_SOURCE = 'registry.terraform.io/hashicorp/aws';
const STATE_FILE = 'terraform.tfstate';

/** Why a stack was not run. Never to be taken for a success. */
export interface NotRun {
  readonly outcome: 'notRun';
  readonly stack: string;
  readonly reason: string;
  /** Providers that the stack needs and the mirror does not hold. */
  readonly missingProviders: readonly string[];
  /** Data sources and outputs of other stacks whose values have to be given for this command. */
  readonly missingValues: readonly string[];
}

/** What the stack is to find when it is run. */
export interface WorkspaceOptions {
  /** The state that exists already. @default - none: everything is to be created */
  readonly state?: TerraformState;
  /** Answers of data sources that only AWS could give, by address; over the assumed ones. */
  readonly data?: KnownData;
  /**
   * Where an AWS answers that can be read, such as the stand-in of this project: data sources are read, and what is imported. @default - nothing
   * is asked
   */
  readonly awsEndpoint?: string;
  /** Outputs of other stacks that this one reads, by what those put there (`aws_vpc.main.id`). */
  readonly outputs?: KnownOutputs;
  /** Values of the stack's Terraform variables. */
  readonly variables?: JsonObject;
}

/** Which values the command cannot do without. */
export type Needs = 'nothing' | 'outputs' | 'outputs-and-data';

/** The prepared directory of one run. */
export class Workspace {
  /** Prepares a directory, or tells why the stack cannot be run here. */
  public static prepare(
    stack: SynthesizedStack,
    mirror: PluginMirror,
    options: WorkspaceOptions,
    needs: Needs,
  ): Workspace | NotRun {
    const missingProviders = missingFrom(mirror, stack);
    if (missingProviders.length > 0) {
      const reason = `The plugin mirror holds no ${missingProviders.join(', ')}, which ${stack.name} needs.`;
      return { outcome: 'notRun', stack: stack.name, reason, missingProviders, missingValues: [] };
    }
    const asksAws = options.awsEndpoint !== undefined;
    const data = { ...(asksAws ? {} : assumedAnswers(stack.configuration)), ...options.data };
    const { byDataSource, missing } = resolveOutputs(stack.remoteOutputs, options.outputs ?? {});
    const missingValues = [
      ...(needs === 'nothing' ? [] : missing.map(describeOutput)),
      ...(needs === 'outputs-and-data' && !asksAws ? unansweredDataSources(stack.dataSources, data) : []),
    ];
    if (missingValues.length > 0) {
      const reason = `${stack.name} reads what only AWS or an applied stack can tell: ${missingValues.join(', ')}.`;
      return { outcome: 'notRun', stack: stack.name, reason, missingProviders: [], missingValues };
    }
    return new Workspace(stack, mirror, { ...options, data }, needs, byDataSource);
  }

  /** Where Terraform runs. */
  public readonly directory: string;
  public readonly cliConfigurationFile: string;
  /** What the provider at hand would not have understood. */
  public readonly removed: readonly RemovedArgument[];

  private readonly root: string;

  private constructor(
    public readonly stack: SynthesizedStack,
    mirror: PluginMirror,
    options: WorkspaceOptions,
    needs: Needs,
    remoteOutputs: ReadonlyMap<string, JsonObject>,
  ) {
    this.root = fs.mkdtempSync(path.join(os.tmpdir(), 'safe-eks-terraform-'));
    this.directory = path.join(this.root, 'stack');
    this.cliConfigurationFile = path.join(this.root, 'cli.tfrc');
    fs.mkdirSync(this.directory);
    fs.writeFileSync(this.cliConfigurationFile, mirrorCliConfiguration(mirror.directory));

    const { configuration, removed } = adaptToProvider(stack.configuration, mirror.awsVersion);
    this.removed = removed;
    const remoteStateFile = (dataSource: string): string => path.join(this.root, `${dataSource}.tfstate`);
    for (const dataSource of Object.keys(objectAt(configuration, 'data', 'terraform_remote_state'))) {
      writeJson(remoteStateFile(dataSource), terraformState([], remoteOutputs.get(dataSource) ?? {}));
    }
    const local = withLocalRemoteStates(withLocalBackend(configuration), remoteStateFile);
    // `terraform test` brings its own overrides and is given the data sources as they are.
    const data = needs === 'outputs-and-data' ? (options.data ?? {}) : {};
    this.write('cdk.tf.json', withEndpoint(withKnownData(local, data), options.awsEndpoint));
    this.linkAssets();
    if (options.variables) {
      this.write('terraform.tfvars.json', options.variables);
    }
    if (options.state) {
      this.write(STATE_FILE, options.state);
    }
  }

  /** Writes a JSON file beside the configuration. */
  public write(name: string, content: JsonObject): void {
    writeJson(path.join(this.directory, name), content);
  }

  /** Removes the directory, unless somebody wants to look into it. */
  public dispose(): void {
    if (process.env[KEEP_VARIABLE]) {
      process.stderr.write(`Kept ${this.stack.name} in ${this.directory}\n`);
      return;
    }
    // The provider is a link into the mirror, and removal does not follow links.
    fs.rmSync(this.root, { recursive: true, force: true });
  }

  /** CDKTF puts files that a stack refers to beside its configuration. */
  private linkAssets(): void {
    for (const entry of fs.readdirSync(this.stack.directory, { withFileTypes: true })) {
      if (entry.isDirectory() && !entry.name.startsWith('.')) {
        fs.symlinkSync(
          path.join(path.resolve(this.stack.directory), entry.name),
          path.join(this.directory, entry.name),
        );
      }
    }
  }
}

/** The providers of a stack that the mirror cannot serve. AWS is always there, in whatever version. */
function missingFrom(mirror: PluginMirror, stack: SynthesizedStack): string[] {
  return stack.requiredProviders
    .filter(({ source, version }) => {
      if (isAwsSource(source)) {
        return false;
      }
      const versions = mirroredVersions(mirror.directory, source);
      const exact = version !== undefined && /^\d/.test(version);
      return exact ? !versions.includes(version) : versions.length === 0;
    })
    .map(({ source }) => source)
    .filter((source) => source !== AWS_SOURCE);
}

/** The services that stacks of this library read from. */
const SERVICES = ['ec2', 'eks', 'iam', 'kms', 'logs', 'ssm', 'sts'];

function withEndpoint(configuration: JsonObject, endpoint: string | undefined): JsonObject {
  if (endpoint === undefined) {
    return configuration;
  }
  const endpoints = [Object.fromEntries(SERVICES.map((service) => [service, endpoint]))];
  const aws = asList(objectAt(configuration, 'provider')['aws']).map((block) => ({
    ...objectAt(block),
    endpoints,
  }));
  return { ...configuration, provider: { ...objectAt(configuration, 'provider'), aws } };
}

function withLocalBackend(configuration: JsonObject): JsonObject {
  const settings = Object.entries(objectAt(configuration, 'terraform')).filter(([key]) => key !== 'cloud');
  const terraform = { ...Object.fromEntries(settings), backend: { local: { path: STATE_FILE } } };
  return { ...configuration, terraform };
}

function writeJson(file: string, content: JsonObject): void {
  // Indented, because Terraform quotes the line that it complains about.
  fs.writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`);
}
