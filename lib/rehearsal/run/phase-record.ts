/**
 * Collects what happens in a phase, stack by stack.
 */
import type { SynthesizedStack } from '../../testing/synthesized-app';
import type { ProviderConfiguration } from '../engine/scene';
import type { VirtualClock } from '../world/virtual-clock';
import type { Messages } from './messages';
import type { Phase, PhaseName, StackOperation } from './phase';
import type { TerraformRunResult } from './terraform-run';

/** The record of a phase that goes on. */
export class PhaseRecord {
  private readonly startedAt: number;
  private readonly realStart = performance.now();
  private readonly runs: TerraformRunResult[] = [];
  private readonly messages: Messages[] = [];
  private readonly operations: StackOperation[] = [];

  public constructor(
    private readonly name: PhaseName,
    private readonly isTroubled: boolean,
    private readonly clock: VirtualClock,
    private readonly stacks: readonly SynthesizedStack[],
  ) {
    this.startedAt = clock.now;
  }

  /** Whether Terraform ended well for every stack so far. */
  public get succeeded(): boolean {
    return this.runs.every(({ exit }) => exit?.exitCode === 0);
  }

  /** Adds a stack's run. */
  public add(stack: string, run: TerraformRunResult, messages: Messages): void {
    this.runs.push(run);
    this.messages.push(messages);
    this.operations.push(...run.operations.map((operation) => ({ ...operation, stack })));
  }

  /** The phase as it was. */
  public finish(): Phase {
    return {
      name: this.name,
      succeeded: this.succeeded,
      isTroubled: this.isTroubled,
      errors: this.messages.flatMap(({ errors }) => errors),
      warnings: this.messages.flatMap(({ warnings }) => warnings),
      changes: this.messages.flatMap(({ changes }) => changes),
      operations: this.operations,
      configurations: this.runs.flatMap(({ configurations }) => inOrder(configurations)),
      stacks: this.stacks,
      startedAt: this.startedAt,
      endedAt: this.clock.now,
      elapsed: performance.now() - this.realStart,
    };
  }
}

/** In which order Terraform configures its providers is chance. */
function inOrder(configurations: readonly ProviderConfiguration[]): readonly ProviderConfiguration[] {
  const textOf = (configuration: ProviderConfiguration): string => JSON.stringify(configuration);
  return [...configurations].sort((one, other) => (textOf(one) < textOf(other) ? -1 : 1));
}
