/**
 * Reads what CDKTF wrote: the manifest of an output directory and the configuration of one stack.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { JsonObject } from './json';
import { asList, isObject, objectAt, textAt } from './json';

const CONFIGURATION_FILE = 'cdk.tf.json';
const DEFAULT_HOST = 'registry.terraform.io';
const BUILT_IN_PROVIDER = 'terraform.io/builtin/terraform';
const CROSS_STACK_PREFIX = 'cross-stack-reference-input-';

/** A stack of a synthesized app, as the manifest lists it. */
export interface StackEntry {
  readonly name: string;
  readonly directory: string;
  /** Names of the stacks that have to be applied first. */
  readonly dependencies: readonly string[];
}

/** A provider that a stack asks for. */
export interface RequiredProvider {
  /** With host and namespace, such as `registry.terraform.io/hashicorp/aws`. */
  readonly source: string;
  readonly version?: string;
}

/** A value that a stack reads from another stack's state. */
export interface RemoteOutput {
  /** The name of the `terraform_remote_state` data source. */
  readonly dataSource: string;
  readonly output: string;
  /** The stack that CDKTF made the data source for. */
  readonly stack?: string;
  /** What the other stack puts there, such as `${aws_vpc.main.id}`, if that stack is in the same output directory. */
  readonly expression?: string;
}

/** The stacks of a CDKTF output directory, in the order in which they can be applied. */
export function listStacks(outputDirectory: string): StackEntry[] {
  const manifest = readJson(path.join(outputDirectory, 'manifest.json'));
  const entries = Object.values(objectAt(manifest, 'stacks')).map((stack): StackEntry => ({
    name: textAt(stack, 'name') ?? '',
    directory: path.join(outputDirectory, textAt(stack, 'workingDirectory') ?? ''),
    dependencies: asList(objectAt(stack)['dependencies']).map(String),
  }));
  const ordered: StackEntry[] = [];
  while (ordered.length < entries.length) {
    const done = new Set(ordered.map(({ name }) => name));
    const next = entries.find(
      (entry) => !done.has(entry.name) && entry.dependencies.every((name) => done.has(name)),
    );
    if (!next) {
      throw new Error(
        `The stacks in ${outputDirectory} depend on each other in a circle or on a missing stack.`,
      );
    }
    ordered.push(next);
  }
  return ordered;
}

/** The configuration of one synthesized stack. */
export class SynthesizedStack {
  public readonly name: string;
  public readonly configuration: JsonObject;

  /** @param directory where the stack's `cdk.tf.json` is */
  constructor(public readonly directory: string) {
    this.configuration = readJson(path.join(directory, CONFIGURATION_FILE));
    this.name = textAt(this.configuration, '//', 'metadata', 'stackName') ?? path.basename(directory);
  }

  /** Every provider the stack needs: required by name, or implied by the type of a resource. */
  public get requiredProviders(): RequiredProvider[] {
    const declared = objectAt(this.configuration, 'terraform', 'required_providers');
    const providers = Object.entries(declared).map(([name, requirement]): RequiredProvider => {
      const version = textAt(requirement, 'version');
      const source = fullSource(textAt(requirement, 'source') ?? name);
      return version === undefined ? { source } : { source, version };
    });
    const names = new Set(Object.keys(declared));
    for (const mode of ['resource', 'data']) {
      for (const type of Object.keys(objectAt(this.configuration, mode))) {
        const implied = type.split('_')[0] ?? type;
        if (implied !== 'terraform' && !names.has(implied) && !this.everyBlockNamesAProvider(mode, type)) {
          names.add(implied);
          providers.push({ source: fullSource(implied) });
        }
      }
    }
    return providers.filter(({ source }) => source !== BUILT_IN_PROVIDER);
  }

  /** Addresses of all data sources but remote states, such as `data.aws_subnet.first`. */
  public get dataSources(): string[] {
    return Object.entries(objectAt(this.configuration, 'data'))
      .filter(([type]) => type !== 'terraform_remote_state')
      .flatMap(([type, instances]) => Object.keys(objectAt(instances)).map((name) => `data.${type}.${name}`));
  }

  /** Every output of another stack's state that an expression of this stack reads. */
  public get remoteOutputs(): RemoteOutput[] {
    const { data, ...rest } = this.configuration;
    const text = JSON.stringify([data ?? null, rest]);
    const found = new Map<string, RemoteOutput>();
    for (const match of text.matchAll(/data\.terraform_remote_state\.([\w-]+)\.outputs\.([\w-]+)/g)) {
      const [reference, dataSource = '', output = ''] = match;
      const stack = dataSource.startsWith(CROSS_STACK_PREFIX)
        ? dataSource.slice(CROSS_STACK_PREFIX.length)
        : undefined;
      const expression = stack === undefined ? undefined : this.outputOf(stack, output);
      found.set(reference, {
        dataSource,
        output,
        ...(stack === undefined ? {} : { stack }),
        ...(expression === undefined ? {} : { expression }),
      });
    }
    return [...found.values()];
  }

  /** The names of the aliases that the stack's AWS provider blocks have; the default provider is `undefined`. */
  public get awsAliases(): (string | undefined)[] {
    return asList(objectAt(this.configuration, 'provider')['aws']).map((block) => textAt(block, 'alias'));
  }

  /** Construct paths by Terraform address, from the metadata that CDKTF leaves in every block. */
  public get constructPaths(): ReadonlyMap<string, string> {
    const paths = new Map<string, string>();
    for (const mode of ['resource', 'data']) {
      for (const [type, instances] of Object.entries(objectAt(this.configuration, mode))) {
        for (const [name, block] of Object.entries(objectAt(instances))) {
          const constructPath = textAt(block, '//', 'metadata', 'path');
          if (constructPath !== undefined) {
            paths.set(`${mode === 'data' ? 'data.' : ''}${type}.${name}`, constructPath);
          }
        }
      }
    }
    return paths;
  }

  private everyBlockNamesAProvider(mode: string, type: string): boolean {
    const blocks = Object.values(objectAt(this.configuration, mode, type));
    return blocks.every((block) => textAt(block, 'provider') !== undefined);
  }

  private outputOf(stack: string, output: string): string | undefined {
    const file = path.join(this.directory, '..', stack, CONFIGURATION_FILE);
    if (!fs.existsSync(file)) {
      return undefined;
    }
    return textAt(readJson(file), 'output', output, 'value');
  }
}

/** A provider source with the parts that may be left out. */
export function fullSource(source: string): string {
  const parts = source.split('/');
  if (parts.length === 1) {
    return source === 'terraform' ? BUILT_IN_PROVIDER : `${DEFAULT_HOST}/hashicorp/${source}`;
  }
  return parts.length === 2 ? `${DEFAULT_HOST}/${source}` : source;
}

function readJson(file: string): JsonObject {
  const parsed: unknown = JSON.parse(fs.readFileSync(file, 'utf8'));
  if (!isObject(parsed)) {
    throw new Error(`${file} does not hold a JSON object.`);
  }
  return parsed;
}
