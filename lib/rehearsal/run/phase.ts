/**
 * What a phase of a rehearsal was like, and what of it must not be.
 */
import type { SynthesizedStack } from '../../testing/synthesized-app';
import type { Operation } from '../engine/operation';
import type { ProviderConfiguration } from '../engine/scene';
import type { Milliseconds } from '../world/virtual-clock';
import type { Violation, WorldObject } from '../world/world';
import type { ViolationRule } from '../world/violation-rules';
import type { PlannedChange } from './messages';

/** An operation and the stack it is part of. */
export interface StackOperation extends Operation {
  readonly stack: string;
}

/** What a phase does to the stacks. */
export type PhaseName = 'create' | 'plan' | 'apply' | 'lift-protection' | 'destroy';

/** One phase of a life: all stacks created, planned, changed or destroyed. */
export interface Phase {
  readonly name: PhaseName;
  /** Whether Terraform ended well for every stack. */
  readonly succeeded: boolean;
  /** Whether troubles were made on purpose. */
  readonly isTroubled: boolean;
  /** What Terraform reported as errors. */
  readonly errors: readonly string[];
  /** What Terraform planned, in all stacks. */
  readonly changes: readonly PlannedChange[];
  /** Everything that was done, in the order in which it began. */
  readonly operations: readonly StackOperation[];
  /** What the providers were configured with. */
  readonly configurations: readonly ProviderConfiguration[];
  /** The app's stacks as they were then, in the order in which they are deployed. */
  readonly stacks: readonly SynthesizedStack[];
  /** When it began, in virtual time. */
  readonly startedAt: Milliseconds;
  /** When it ended, in virtual time. */
  readonly endedAt: Milliseconds;
  /** Real milliseconds that it took. */
  readonly elapsed: number;
}

/** Objects that stay by design when everything is destroyed: a key waits for its deletion, kept logs were asked for. */
function staysByDesign({ kind, attributes }: WorldObject): boolean {
  return kind.endsWith('pending deletion') || attributes['skip_destroy'] === true;
}

/** What is wrong with a phase, whatever the services say. */
export function violationsOfPhase(
  { name, succeeded, isTroubled, errors, changes, endedAt }: Phase,
  isApplied: boolean,
  left: readonly WorldObject[],
): readonly Violation[] {
  const violation = (rule: ViolationRule, subject: string, message: string): Violation => ({
    time: endedAt,
    rule,
    subject,
    message,
  });
  if (!succeeded && !isTroubled) {
    return errors.map((error) => violation('terraform-failed', name, error));
  }
  if (name === 'plan' && isApplied) {
    return changes.map(({ stack, address, action }) =>
      violation(
        'plan-not-empty',
        `${stack} ${address}`,
        `After an apply Terraform still means to ${action} it.`,
      ),
    );
  }
  return name === 'destroy' && succeeded
    ? left
        .filter((object) => !staysByDesign(object))
        .map(({ kind: type, id, address }) =>
          violation(
            'left-behind',
            address ?? `${type} ${id}`,
            `${type} ${id} is still there after everything was destroyed.`,
          ),
        )
    : [];
}
