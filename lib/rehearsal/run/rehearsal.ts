/**
 * A rehearsal: the life of an app's stacks, played by the real Terraform in a simulated world.
 */
import type { App } from 'cdktf';
import { SynthesizedApp } from '../../testing/synthesized-app';
import { NO_RULES, SIMULATED_PROVIDERS } from '../simulated-providers';
import { AWS_DURATIONS } from '../aws/durations';
import type { Operation } from '../engine/operation';
import type { ProviderConfiguration } from '../engine/scene';
import { findTerraform } from '../terraform/find-terraform';
import { Durations } from '../world/durations';
import { MINUTE } from '../world/virtual-clock';
import type { Violation } from '../world/world';
import { World } from '../world/world';
import { settle } from './conductor';
import type { Configuration } from './configuration';
import { backendOf, rehearsable } from './configuration';
import type { Fault } from './fault';
import { FaultPlan } from './fault';
import { readMessages } from './messages';
import type { PlannedChange } from './messages';
import { neededProviders } from './providers';
import { runTerraform, stateFileFromOther } from './terraform-run';

/** How to rehearse. */
export interface RehearsalOptions {
  /**
   * Chooses how long everything takes, with a liking for extremes: the same seed gives the same times.
   *
   * @default - everything takes its typical time
   */
  readonly seed?: number;
  /** The Terraform binary. @default - the one of the environment variable TERRAFORM_BINARY_NAME, or `terraform` */
  readonly terraform?: string;
  /** Told of each step, for programs that a person watches. @default - nobody */
  readonly onProgress?: (progress: RehearsalProgress) => void;
}

/** A step that begins or has ended. */
export interface RehearsalProgress {
  /** Such as `create`. */
  readonly phase: string;
  readonly stack: string;
  /** The operation that began or ended; absent for the run as a whole. */
  readonly operation?: Operation;
}

/** How a phase is to go. */
export interface PhaseOptions {
  /** Troubles to make. @default - none */
  readonly faults?: readonly Fault[];
}

/** How a destruction is to go. */
export interface DestroyOptions extends PhaseOptions {
  /**
   * Takes `prevent_destroy` and `deletion_protection` away before, in an apply of its own, as somebody would who means it.
   *
   * @default false
   */
  readonly liftProtection?: boolean;
}

/** One phase of a life: all stacks created, planned, changed or destroyed. */
export interface Phase {
  /** Such as `create`. */
  readonly name: string;
  /** Whether Terraform ended well for every stack. */
  readonly succeeded: boolean;
  /** What Terraform reported as errors. */
  readonly errors: readonly string[];
  /** What Terraform planned, in all stacks. */
  readonly changes: readonly PlannedChange[];
  /** Everything that was done, in the order in which it began. */
  readonly operations: readonly StackOperation[];
  /** What the providers were configured with. */
  readonly configurations: readonly ProviderConfiguration[];
  /** Virtual milliseconds from its beginning to its end. */
  readonly duration: number;
  /** Real milliseconds that it took. */
  readonly elapsed: number;
}

/** An operation and the stack it is part of. */
export interface StackOperation extends Operation {
  readonly stack: string;
}

interface Stack {
  readonly name: string;
  readonly configuration: Configuration;
}

/** Between two phases people look, think and go home; what goes on by itself comes to its end. */
const PAUSE = 60 * MINUTE;
/** More than any stack has: which resources of a crowd begin first is chance, and chance is what a rehearsal must not have. */
const PARALLELISM = '-parallelism=10000';

/**
 * Rehearses an app, or what was synthesized from one.
 *
 * @param source an app, or the folder that `cdktf synth` writes, usually `cdktf.out`
 */
export function rehearse(source: App | string, options: RehearsalOptions = {}): Rehearsal {
  return new Rehearsal(source, options);
}

/** The rehearsal. Phases are played one after the other; what they leave behind is where the next one begins. */
export class Rehearsal {
  /** What exists, and what happened. */
  public readonly world = new World();
  private readonly durations: Durations;
  private readonly played: Phase[] = [];
  private readonly states = new Map<string, string>();
  private stacks: readonly Stack[];

  public constructor(
    source: App | string,
    private readonly options: RehearsalOptions = {},
  ) {
    this.stacks = readStacks(source);
    this.durations = new Durations(AWS_DURATIONS, options.seed);
  }

  /** The phases so far. */
  public get phases(): readonly Phase[] {
    return this.played;
  }

  /** What must not have happened, and did. */
  public violations(): readonly Violation[] {
    return this.world.violations;
  }

  /** Applies the stacks, in their order. */
  public async create(options: PhaseOptions = {}): Promise<Phase> {
    return this.applyStacks('create', options);
  }

  /** Plans the stacks, in their order, and changes nothing. */
  public async plan(): Promise<Phase> {
    return this.play('plan', this.stacks, {}, (stack) => ({
      configuration: this.rehearsable(stack),
      arguments: ['plan', '-json', '-input=false', '-lock=false', PARALLELISM],
    }));
  }

  /**
   * Applies the stacks of the same app in a later form.
   *
   * @param next the app or its folder; without one the stacks are applied as they are, again
   */
  public async apply(next?: App | string, options: PhaseOptions = {}): Promise<Phase> {
    if (next !== undefined) {
      this.stacks = readStacks(next);
    }
    return this.applyStacks('apply', options);
  }

  /** Destroys the stacks, in the reverse of their order. */
  public async destroy(options: DestroyOptions = {}): Promise<Phase> {
    const { liftProtection = false } = options;
    if (liftProtection) {
      const lifted = await this.applyStacks('lift protection', options, true);
      if (!lifted.succeeded) {
        return lifted;
      }
    }
    this.world.ending = true;
    return this.play('destroy', [...this.stacks].reverse(), options, (stack) => ({
      configuration: this.rehearsable(stack, liftProtection),
      arguments: ['apply', '-destroy', ...APPLY_ARGUMENTS],
    }));
  }

  /** Lets time pass without Terraform: nodes and pods live on, and what was deleted behind its back stays so. */
  public async pass(minutes: number): Promise<void> {
    await settle(this.world.clock, this.world.clock.now + minutes * MINUTE);
  }

  private async applyStacks(name: string, options: PhaseOptions, liftProtection = false): Promise<Phase> {
    return this.play(name, this.stacks, options, (stack) => ({
      configuration: this.rehearsable(stack, liftProtection),
      arguments: ['apply', ...APPLY_ARGUMENTS],
    }));
  }

  private async play(
    name: string,
    stacks: readonly Stack[],
    { faults = [] }: PhaseOptions,
    commandFor: (stack: Stack) => {
      readonly configuration: Configuration;
      readonly arguments: readonly string[];
    },
  ): Promise<Phase> {
    const clock = this.world.clock;
    if (this.played.length > 0) {
      await this.pass(PAUSE / MINUTE);
    }
    const [began, realBegin] = [clock.now, performance.now()];
    const plan = new FaultPlan(faults);
    const errors: string[] = [];
    const changes: PlannedChange[] = [];
    const operations: StackOperation[] = [];
    const configurations: ProviderConfiguration[] = [];
    let succeeded = true;
    for (const stack of stacks) {
      this.options.onProgress?.({ phase: name, stack: stack.name });
      const result = await runTerraform({
        ...commandFor(stack),
        binary: this.binary,
        stack: stack.name,
        states: this.states,
        providers: neededProviders(stack.configuration, [process.cwd(), __dirname]),
        rulesOf: (provider) => SIMULATED_PROVIDERS[provider] ?? NO_RULES,
        world: this.world,
        durations: this.durations,
        faults: plan,
        onOperation: (operation) => this.options.onProgress?.({ phase: name, stack: stack.name, operation }),
      });
      if (result.state !== undefined) {
        this.states.set(stack.name, result.state);
      }
      const messages = readMessages(stack.name, result.exit);
      errors.push(...messages.errors);
      changes.push(...messages.changes);
      operations.push(...result.operations.map((operation) => ({ ...operation, stack: stack.name })));
      configurations.push(...result.configurations);
      if (result.exit?.exitCode !== 0) {
        // The stacks after it build on it.
        succeeded = false;
        break;
      }
    }
    const phase: Phase = {
      name,
      succeeded,
      errors,
      changes,
      operations,
      configurations,
      duration: clock.now - began,
      elapsed: performance.now() - realBegin,
    };
    this.played.push(phase);
    return phase;
  }

  private get binary(): string {
    if (this.options.terraform !== undefined) {
      return this.options.terraform;
    }
    const found = findTerraform();
    if (found.kind === 'missing') {
      throw new Error(`A rehearsal needs Terraform: ${found.reason}`);
    }
    return found.command;
  }

  private rehearsable(stack: Stack, liftProtection = false): Configuration {
    return rehearsable(stack.configuration, {
      liftProtection,
      stateFileOf: (backend, settings) => {
        const wanted = JSON.stringify([backend, settings]);
        const owner = this.stacks.find(
          ({ configuration }) => JSON.stringify(backendOf(configuration)) === wanted,
        );
        return owner === undefined ? undefined : stateFileFromOther(owner.name);
      },
    });
  }
}

const APPLY_ARGUMENTS = ['-json', '-auto-approve', '-input=false', '-lock=false', PARALLELISM];

function readStacks(source: App | string): readonly Stack[] {
  const app = typeof source === 'string' ? SynthesizedApp.fromDirectory(source) : SynthesizedApp.of(source);
  return app.stacks.map(({ name, configuration }) => ({ name, configuration }));
}
