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
  /** What Terraform reported as errors, stack by stack, in the order of their texts: Terraform has none. */
  readonly errors: readonly string[];
  /** What Terraform warned of, such as a `check` that does not hold; each once. */
  readonly warnings: readonly string[];
  /** What Terraform planned, stack by stack, in the order of addresses. */
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

/** How errors begin or end that are no fault of the app: those of a provider that broke down, and Terraform's own of one. */
const BREAKDOWNS: readonly string[] = ['The simulated provider failed in ', 'This is a bug in the provider'];

/** Objects that stay by design when everything is destroyed: a key waits for its deletion, kept logs were asked for. */
function staysByDesign({ kind, attributes }: WorldObject): boolean {
  return kind.endsWith('pending deletion') || attributes['skip_destroy'] === true;
}

/**
 * What is wrong with a phase, whatever the services say.
 *
 * @param isApplied whether everything is as an apply left it, so that a plan must be empty
 * @param left what exists and was not given up on purpose
 * @param formerStackOf the stack of an object, if the app no longer has it
 */
export function violationsOfPhase(
  { name, succeeded, isTroubled, errors, changes, endedAt }: Phase,
  isApplied: boolean,
  left: readonly WorldObject[],
  formerStackOf: (object: WorldObject) => string | undefined = () => undefined,
): readonly Violation[] {
  const violation = (rule: ViolationRule, subject: string, message: string): Violation => ({
    time: endedAt,
    rule,
    subject,
    message,
  });
  if (!succeeded) {
    // Troubles on purpose are no excuse for a simulation that breaks down.
    const own = errors.filter((error) => BREAKDOWNS.some((text) => error.includes(text)));
    const others = isTroubled ? [] : errors.filter((error) => !own.includes(error));
    return [
      ...own.map((error) => violation('simulation-failed', name, error)),
      ...others.map((error) => violation('terraform-failed', name, error)),
    ];
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
  return name === 'destroy'
    ? left
        .filter((object) => !staysByDesign(object))
        .map((object) =>
          violation(
            'left-behind',
            object.address ?? `${object.kind} ${object.id}`,
            messageOfRest(object, formerStackOf(object)),
          ),
        )
    : [];
}

function messageOfRest({ kind, id }: WorldObject, formerStack: string | undefined): string {
  const message = `${kind} ${id} is still there after everything was destroyed`;
  return formerStack === undefined
    ? `${message}.`
    : `${message}: the app has its stack ${formerStack} no longer, so nobody destroys it. Destroy a stack before you remove it.`;
}
