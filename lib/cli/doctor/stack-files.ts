/**
 * Finds the stacks that a cluster is compared with.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { StackConfiguration } from '../../doctor/expressions';
import { isObject } from '../../plan-review/json';
import { SynthesizedApp } from '../../testing/synthesized-app';
import { CommandError } from '../command';

const FILE = 'cdk.tf.json';
const HOW = 'Run cdktf synth, and name cdktf.out, the folder of a stack within it, or its cdk.tf.json.';

/** Stacks, and where they are from. */
export interface FoundStacks {
  readonly path: string;
  readonly stacks: readonly StackConfiguration[];
}

/**
 * Reads stacks: all of an app, since one may refer to another, or a single one.
 *
 * @throws CommandError when there is nothing of the kind
 */
export function readStacks(path: string): FoundStacks {
  if (!existsSync(path)) {
    throw new CommandError(`${path} does not exist. ${HOW}`);
  }
  if (!statSync(path).isDirectory()) {
    return { path, stacks: [readStack(path)] };
  }
  if (existsSync(join(path, 'manifest.json'))) {
    return { path, stacks: readApp(path) };
  }
  if (!existsSync(join(path, FILE))) {
    throw new CommandError(`${path} holds neither manifest.json nor ${FILE}. ${HOW}`);
  }
  return { path, stacks: [readStack(join(path, FILE))] };
}

function readApp(path: string): readonly StackConfiguration[] {
  try {
    return SynthesizedApp.fromDirectory(path).stacks.map(({ name, configuration }) => ({
      name,
      configuration,
    }));
  } catch (error) {
    throw new CommandError(`${path} cannot be read as a synthesized app: ${messageOf(error)}. ${HOW}`, {
      cause: error,
    });
  }
}

function readStack(file: string): StackConfiguration {
  let configuration: unknown;
  try {
    configuration = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new CommandError(`${file} cannot be read as JSON: ${messageOf(error)}. ${HOW}`, { cause: error });
  }
  if (!isObject(configuration) || !isObject(configuration['resource'])) {
    throw new CommandError(`${file} is no synthesized stack: it has no resources. ${HOW}`);
  }
  return { name: basename(dirname(file)), configuration };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
