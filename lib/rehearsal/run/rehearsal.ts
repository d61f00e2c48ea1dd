/**
 * A rehearsal: the life of an app's stacks, played by the real Terraform in a simulated world.
 */
import type { App } from 'cdktf';
import type { SynthesizedStack } from '../../testing/synthesized-app';
import { SynthesizedApp } from '../../testing/synthesized-app';
import { AWS_DURATIONS } from '../aws/durations';
import { clustersOf } from '../aws/eks/cluster-model';
import { restartPods } from '../aws/eks/workloads';
import { furnish } from '../aws/furnish';
import { simulationOf } from '../simulated-providers';
import { findTerraform } from '../terraform/find-terraform';
import { Durations } from '../world/durations';
import { MINUTE } from '../world/virtual-clock';
import type { Violation } from '../world/world';
import { World } from '../world/world';
import { settle } from './conductor';
import type { Configuration } from './configuration';
import { backendOf, rehearsable } from './configuration';
import { FaultPlan } from './fault';
import { readMessages } from './messages';
import type { Phase, PhaseName } from './phase';
import { violationsOfPhase } from './phase';
import { PhaseRecord } from './phase-record';
import { neededProviders } from './providers';
import type { DestroyOptions, PhaseOptions, RehearsalOptions } from './rehearsal-options';
import { runTerraform, stateFileFromOther } from './terraform-run';

/** Between two phases people look, think and go home; what goes on by itself comes to its end. */
const PAUSE_MINUTES = 60;

// Which resources of a crowd begin first is chance, and chance is what a rehearsal must not have: so nobody has to queue.
const COMMON_ARGUMENTS = ['-json', '-input=false', '-lock=false', '-parallelism=10000'];
const PLAN = ['plan', ...COMMON_ARGUMENTS];
const APPLY = ['apply', '-auto-approve', ...COMMON_ARGUMENTS];
const DESTROY = ['apply', '-destroy', '-auto-approve', ...COMMON_ARGUMENTS];

/**
 * Rehearses an app, or what was synthesized from one.
 *
 * @param source an app, or the folder that `cdktf synth` writes, usually `cdktf.out`
 */
export function rehearse(source: App | string, options: RehearsalOptions = {}): Rehearsal {
  return new Rehearsal(source, options);
}

/** The rehearsal. Phases are played one after the other; what one leaves behind is where the next begins. */
export class Rehearsal {
  /** What exists, and what happened. */
  public readonly world = new World();
  private readonly binary: string;
  private readonly durations: Durations;
  private readonly played: Phase[] = [];
  private readonly states = new Map<string, string>();
  private readonly found: Violation[] = [];
  private stacks: readonly SynthesizedStack[];
  private isApplied = false;

  public constructor(
    source: App | string,
    private readonly options: RehearsalOptions = {},
  ) {
    this.binary = options.terraform ?? terraformBinary();
    this.stacks = readStacks(source);
    this.durations = new Durations(AWS_DURATIONS, options.seed);
    furnish(this.world, options);
  }

  /** The phases so far. */
  public get phases(): readonly Phase[] {
    return this.played;
  }

  /** The stacks as they were applied last, with their graphs. */
  public get currentStacks(): readonly SynthesizedStack[] {
    return this.stacks;
  }

  /** What must not have happened, and did: in the world, and in what Terraform said. */
  public violations(): readonly Violation[] {
    return [...this.world.violations, ...this.found].sort((one, other) => one.time - other.time);
  }

  /** The state of a stack as Terraform wrote it last, if it did. */
  public stateOf(stack: string): string | undefined {
    return this.states.get(stack);
  }

  /** Applies the stacks, in their order. */
  public async create(options: PhaseOptions = {}): Promise<Phase> {
    return this.play('create', options, APPLY);
  }

  /** Plans the stacks, in their order, and changes nothing. After an apply there must be nothing to change. */
  public async plan(): Promise<Phase> {
    return this.play('plan', {}, PLAN);
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
    return this.play('apply', options, APPLY);
  }

  /** Destroys the stacks, in the reverse of their order. */
  public async destroy(options: DestroyOptions = {}): Promise<Phase> {
    const { liftProtection = false } = options;
    if (liftProtection) {
      const lifted = await this.play('lift-protection', {}, APPLY, true);
      if (!lifted.succeeded) {
        return lifted;
      }
    }
    this.world.ending = true;
    const destroyed = await this.play('destroy', options, DESTROY, liftProtection);
    this.world.ending = destroyed.succeeded;
    return destroyed;
  }

  /** Lets time pass without Terraform: what goes on by itself goes on, and halfway pods are replaced as they are in any hour. */
  public async pass(minutes: number): Promise<void> {
    const { clock } = this.world;
    const half = (minutes / 2) * MINUTE;
    await settle(clock, clock.now + half);
    for (const cluster of clustersOf(this.world)) {
      restartPods(this.world, cluster);
    }
    await settle(clock, clock.now + half);
  }

  private async play(
    name: PhaseName,
    { faults = [] }: PhaseOptions,
    command: readonly string[],
    liftProtection = false,
  ): Promise<Phase> {
    if (this.played.length > 0) {
      await this.pass(PAUSE_MINUTES);
    }
    const plan = new FaultPlan(faults);
    const record = new PhaseRecord(name, faults.length > 0, this.world.clock, this.stacks);
    const { onProgress } = this.options;
    for (const stack of name === 'destroy' ? [...this.stacks].reverse() : this.stacks) {
      onProgress?.({ phase: name, stack: stack.name });
      const result = await runTerraform({
        binary: this.binary,
        stack: stack.name,
        configuration: this.rehearsable(stack.configuration, liftProtection),
        arguments: command,
        states: this.states,
        providers: neededProviders(
          stack.configuration,
          this.options.searchFrom ?? [process.cwd(), __dirname],
        ),
        rulesOf: simulationOf,
        world: this.world,
        durations: this.durations,
        faults: plan,
        onOperation: (operation) => onProgress?.({ phase: name, stack: stack.name, operation }),
      });
      if (result.state !== undefined) {
        this.states.set(stack.name, result.state);
      }
      plan.countOrders(result.operations.length);
      record.add(stack.name, result, readMessages(stack.name, result.exit));
      if (!record.succeeded) {
        // The stacks after it build on it.
        break;
      }
    }
    const phase = record.finish();
    this.played.push(phase);
    this.isApplied = name === 'plan' ? this.isApplied : phase.succeeded;
    this.found.push(...violationsOfPhase(phase, this.isApplied, this.world.all()));
    return phase;
  }

  private rehearsable(configuration: Configuration, liftProtection: boolean): Configuration {
    return rehearsable(configuration, {
      liftProtection,
      stateFileOf: (backend, settings) => {
        const wanted = JSON.stringify([backend, settings]);
        const owner = this.stacks.find((stack) => JSON.stringify(backendOf(stack.configuration)) === wanted);
        return owner === undefined ? undefined : stateFileFromOther(owner.name);
      },
    });
  }
}

function readStacks(source: App | string): readonly SynthesizedStack[] {
  return (typeof source === 'string' ? SynthesizedApp.fromDirectory(source) : SynthesizedApp.of(source))
    .stacks;
}

function terraformBinary(): string {
  const found = findTerraform();
  if (found.kind === 'missing') {
    throw new Error(`A rehearsal needs Terraform: ${found.reason}`);
  }
  return found.command;
}
