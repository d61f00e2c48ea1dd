/**
 * A rehearsal: the life of an app's stacks, played by the real Terraform in a simulated world.
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { App } from 'cdktf';
import type { SynthesizedStack } from '../../testing/synthesized-app';
import { SynthesizedApp } from '../../testing/synthesized-app';
import { AWS_DURATIONS } from '../aws/durations';
import { clustersOf } from '../aws/eks/cluster-model';
import { restartPods } from '../aws/eks/workloads';
import { drainByHand } from '../aws/eks/node-drain';
import { furnish, takeForGranted } from '../aws/furnish';
import type { Timeline } from '../report/timeline';
import { timelineOf } from '../report/timeline';
import { simulationOf } from '../simulated-providers';
import { findTerraform } from '../terraform/find-terraform';
import { Durations } from '../world/durations';
import { MINUTE } from '../world/virtual-clock';
import type { Violation, WorldObject } from '../world/world';
import { VANISHED, World } from '../world/world';
import { settle } from './conductor';
import type { Configuration } from './configuration';
import type { ConfigurationOptions } from './configuration';
import { backendOf, missingInputs, objectAt, rehearsable } from './configuration';
import { FaultPlan } from './fault';
import type { PlannedChange } from './messages';
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
  private vanishedBefore = 0;
  private readonly givenUp = new Set<WorldObject>();

  public constructor(
    source: App | string,
    private readonly options: RehearsalOptions = {},
  ) {
    this.binary = terraformBinary(options.terraform);
    this.stacks = readStacks(source);
    this.durations = new Durations(AWS_DURATIONS, options.seed);
    furnish(this.world, options);
  }

  /** The phases so far. */
  public get phases(): readonly Phase[] {
    return this.played;
  }

  /** The phases so far, minute by minute: what was done when, what it waited for, and what decided how long it took. */
  public get timeline(): Timeline {
    return timelineOf(this);
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
   * Applies the stacks of the same app in a later form. A stack that this form lacks is left as it is, as `cdktf deploy` leaves
   * it: what it made stays, and is a violation when everything else has been destroyed.
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

  /**
   * What people do with `kubectl drain`: pods of some nodes are asked to leave, as budgets allow, and no new ones come. Throws when budgets
   * hold them back for a quarter of an hour.
   *
   * @param labels of the nodes, such as `eks.amazonaws.com/compute-type: auto`
   */
  public async drain(labels: { readonly [name: string]: string }): Promise<void> {
    const { clock } = this.world;
    for (const cluster of clustersOf(this.world)) {
      await drainByHand(this.world, cluster, labels, (duration) => settle(clock, clock.now + duration));
    }
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
    this.requireInputs();
    this.stacks.forEach(({ configuration }) => {
      takeForGranted(this.world, configuration);
    });
    const plan = new FaultPlan(faults);
    const record = new PhaseRecord(name, faults.length > 0, this.world.clock, this.stacks);
    const { onProgress } = this.options;
    for (const stack of name === 'destroy' ? [...this.stacks].reverse() : this.stacks) {
      onProgress?.({ phase: name, stack: stack.name });
      const result = await runTerraform({
        binary: this.binary,
        stack: stack.name,
        configuration: rehearsable(stack.configuration, { ...this.configurationOptions, liftProtection }),
        variables: this.variablesOf(stack),
        arguments: command,
        states: this.states,
        providers: neededProviders(
          stack.configuration,
          this.options.searchFrom ?? [process.cwd(), __dirname],
          this.states.get(stack.name),
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
      const messages = readMessages(stack.name, result.exit);
      record.add(stack.name, result, messages);
      if (name !== 'plan') {
        this.giveUp(messages.changes);
      }
      if (!record.succeeded) {
        // The stacks after it build on it.
        break;
      }
    }
    const phase = record.finish();
    this.played.push(phase);
    if (name !== 'plan') {
      this.isApplied = phase.succeeded;
      this.vanishedBefore = this.vanished;
    }
    const left = this.world.all().filter((object) => !this.givenUp.has(object));
    const isApplied = this.isApplied && this.vanished === this.vanishedBefore;
    this.found.push(...violationsOfPhase(phase, isApplied, left, (object) => this.formerStackOf(object)));
    return phase;
  }

  /** How often somebody deleted something by hand. */
  private get vanished(): number {
    return this.world.events.filter(({ what }) => what === VANISHED).length;
  }

  /** What `removed` blocks tell Terraform to leave alone stays on purpose. */
  private giveUp(changes: readonly PlannedChange[]): void {
    const addresses = changes.filter(({ action }) => action === 'remove').map(({ address }) => address);
    this.world
      .all()
      .filter(({ address }) => address !== undefined && addresses.includes(address))
      .forEach((object) => this.givenUp.add(object));
  }

  private formerStackOf({ kind, id }: WorldObject): string | undefined {
    return [...this.states.keys()]
      .filter((stack) => !this.stacks.some(({ name }) => name === stack))
      .find((stack) => isInState(this.states.get(stack) ?? '', kind, id));
  }

  private get configurationOptions(): ConfigurationOptions {
    return {
      remoteStates: this.options.remoteStates,
      stateFileOf: (backend, settings) => {
        const wanted = JSON.stringify([backend, settings]);
        const owner = this.stacks.find((stack) => JSON.stringify(backendOf(stack.configuration)) === wanted);
        return owner === undefined ? undefined : stateFileFromOther(owner.name);
      },
    };
  }

  private requireInputs(): void {
    const options = { ...this.configurationOptions, variables: this.options.variables };
    const missing = this.stacks.flatMap(({ name, configuration }) =>
      missingInputs(name, configuration, options),
    );
    if (missing.length > 0) {
      throw new Error(missing.join('\n'));
    }
  }

  private variablesOf({ configuration }: SynthesizedStack): Configuration {
    const declared = objectAt(configuration, 'variable');
    return Object.fromEntries(
      Object.entries(this.options.variables ?? {}).filter(([name]) => name in declared),
    );
  }
}

function isInState(state: string, type: string, id: string): boolean {
  const { resources = [] } = JSON.parse(state) as {
    readonly resources?: readonly {
      readonly type: string;
      readonly instances: readonly { readonly attributes?: { readonly id?: string } }[];
    }[];
  };
  return resources.some(
    (resource) =>
      resource.type === type && resource.instances.some(({ attributes }) => attributes?.id === id),
  );
}

function readStacks(source: App | string): readonly SynthesizedStack[] {
  if (typeof source !== 'string') {
    return SynthesizedApp.of(source).stacks;
  }
  if (!existsSync(join(source, 'manifest.json'))) {
    throw new Error(
      `${resolve(source)} is no folder of a synthesized app: it has no manifest.json. Run "cdktf synth", which writes "cdktf.out".`,
    );
  }
  return SynthesizedApp.fromDirectory(source).stacks;
}

function terraformBinary(chosen: string | undefined): string {
  const found = findTerraform(undefined, chosen);
  if (found.kind === 'missing') {
    throw new Error(`A rehearsal needs Terraform: ${found.reason}`);
  }
  return found.command;
}
