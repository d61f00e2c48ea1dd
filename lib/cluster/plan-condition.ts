/**
 * What Terraform judges while it plans, since it can be known no earlier.
 */
import type { ProblemCode } from '../validation/problem-codes';

/** A condition that Terraform judges at plan, and what it says when the condition does not hold. */
export interface PlanCondition {
  readonly condition: string;
  readonly errorMessage: string;
}

/** The same in parts. */
export interface PlanConditionParts {
  /** What must hold, as an expression of Terraform without braces. */
  readonly holds: string;
  /** What is wrong otherwise, in one clause without a full stop. */
  readonly what: string;
  /** The fix, in whole sentences. */
  readonly fix: string;
}

/**
 * Its message reads like that of a problem at synth.
 *
 * @param path what it is about
 */
export function planCondition(
  path: string,
  code: ProblemCode,
  { holds, what, fix }: PlanConditionParts,
): PlanCondition {
  return { condition: `\${${holds}}`, errorMessage: `${path}: ${what} (${code}). ${fix}` };
}
