/**
 * One run of Terraform against the simulated world: a folder with the configuration and all states, a server for each
 * provider, and time that passes only when Terraform has nothing more to say.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunningOperation } from '../engine/operation';
import type { ProviderRules } from '../engine/rules';
import type { ProviderConfiguration, Scene } from '../engine/scene';
import { SimulatedProvider } from '../engine/simulated-provider';
import { ProviderServer } from '../protocol/provider-server';
import { REATTACH_VARIABLE, reattachProviders } from '../protocol/reattach';
import { isolatedEnvironment } from '../terraform/environment';
import type { TerraformExit } from '../terraform/terraform-process';
import { TerraformProcess } from '../terraform/terraform-process';
import { onUntimelyEnd } from '../terraform/untimely-end';
import type { Durations } from '../world/durations';
import type { World } from '../world/world';
import { Conductor } from './conductor';
import type { Configuration } from './configuration';
import { EMPTY_STATE_FILE } from './configuration';
import type { FaultPlan } from './fault';
import type { NeededProvider } from './providers';

/** What to run. */
export interface TerraformRunProps {
  readonly binary: string;
  /** The stack that the command is for. */
  readonly stack: string;
  /** Its configuration as it is rehearsed. */
  readonly configuration: Configuration;
  /** Values of its variables. */
  readonly variables: Configuration;
  /** The states of all stacks, by name; absent ones were never applied. */
  readonly states: ReadonlyMap<string, string>;
  readonly arguments: readonly string[];
  readonly providers: readonly NeededProvider[];
  readonly rulesOf: (provider: string) => ProviderRules;
  readonly world: World;
  readonly durations: Durations;
  readonly faults: FaultPlan;
  /** Told of every operation as it begins; the object changes while the operation goes on. */
  readonly onOperation?: (operation: RunningOperation) => void;
}

/** How it went. */
export interface TerraformRunResult {
  /** Absent when Terraform was killed. */
  readonly exit: TerraformExit | undefined;
  /** The stack's state afterwards, if there is one. */
  readonly state: string | undefined;
  readonly operations: readonly RunningOperation[];
  readonly configurations: readonly ProviderConfiguration[];
}

const STATE_FILE = 'terraform.tfstate';
const VARIABLES_FILE = 'terraform.tfvars.json';
const EMPTY_STATE = JSON.stringify({
  version: 4,
  serial: 1,
  lineage: 'rehearsal',
  outputs: {},
  resources: [],
});

/** Where a stack's state is, seen from another stack's folder. */
export function stateFileFromOther(stack: string): string {
  return join('..', stack, STATE_FILE);
}

/** Runs one command. */
export async function runTerraform(props: TerraformRunProps): Promise<TerraformRunResult> {
  const root = mkdtempSync(join(tmpdir(), 'safe-eks-rehearsal-'));
  const servers: ProviderServer[] = [];
  // Nobody speaks before Terraform is started, and it is started when all servers are there.
  const running: { process?: TerraformProcess } = {};
  const hasEnded = onUntimelyEnd(() => {
    running.process?.kill();
    removeFolder(root);
  });
  try {
    const directory = writeWorkspace(root, props);
    const conductor = new Conductor(props.world.clock, props.faults.kill);
    const operations: RunningOperation[] = [];
    const configurations: ProviderConfiguration[] = [];
    const scene: Scene = {
      world: props.world,
      durations: props.durations,
      faults: props.faults,
      inTurn: async (key, action) => conductor.inTurn(key, action),
      begin: (operation) => {
        operations.push(operation);
        props.onOperation?.(operation);
      },
      configured: (configuration) => configurations.push(configuration),
    };
    const ports: { [source: string]: number } = {};
    for (const { name, source, schema } of props.providers) {
      const provider = new SimulatedProvider(name, schema, props.rulesOf(name), scene);
      const server = await ProviderServer.start(provider, { onMessage: () => running.process?.spoke() });
      servers.push(server);
      ports[source] = server.port;
    }
    running.process = new TerraformProcess({
      binary: props.binary,
      arguments: props.arguments,
      directory,
      environment: {
        ...isolatedEnvironment(devNull),
        [REATTACH_VARIABLE]: reattachProviders(ports, process.pid),
      },
    });
    const exit = await conducted(conductor, running.process);
    return { exit, state: readState(directory), operations, configurations };
  } finally {
    servers.forEach((server) => {
      server.stop();
    });
    removeFolder(root);
    hasEnded();
  }
}

/** A Terraform that was just killed may still be about to write its state. */
function removeFolder(root: string): void {
  rmSync(root, { recursive: true, force: true, maxRetries: 3 });
}

async function conducted(
  conductor: Conductor,
  terraform: TerraformProcess,
): Promise<TerraformExit | undefined> {
  try {
    if (await conductor.conduct(terraform)) {
      return await terraform.exit;
    }
    return undefined;
  } finally {
    terraform.kill();
    await terraform.exit;
  }
}

function writeWorkspace(
  root: string,
  { stack, configuration, variables, states }: TerraformRunProps,
): string {
  for (const [name, state] of states) {
    mkdirSync(join(root, name), { recursive: true });
    writeFileSync(join(root, name, STATE_FILE), state);
  }
  const directory = join(root, stack);
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'cdk.tf.json'), JSON.stringify(configuration));
  writeFileSync(join(directory, VARIABLES_FILE), JSON.stringify(variables));
  writeFileSync(join(directory, EMPTY_STATE_FILE), EMPTY_STATE);
  return directory;
}

function readState(directory: string): string | undefined {
  try {
    return readFileSync(join(directory, STATE_FILE), 'utf8');
  } catch {
    return undefined;
  }
}
