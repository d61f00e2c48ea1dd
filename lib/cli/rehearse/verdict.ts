/**
 * What a rehearsal comes to: what of it is wrong, and with which exit code that ends.
 */
import type { Phase } from '../../rehearsal/run/phase';
import type { Violation } from '../../rehearsal/world/world';
import type { ExitCode } from '../command';

/** The verdict. */
export interface Verdict {
  /** What must not have happened. */
  readonly violations: readonly Violation[];
  /** With which words the protected resources refused to go, when they were to stay protected. */
  readonly refusals: readonly string[];
}

const REFUSAL = /instance cannot be destroyed|prevent_destroy|deletion ?protection/i;

/**
 * Judges a life.
 *
 * @param keepsProtection whether it was destroyed without lifting protection, so that a refusal is what is asked for
 */
export function judge(
  phases: readonly Phase[],
  violations: readonly Violation[],
  keepsProtection: boolean,
): Verdict {
  const last = phases.at(-1);
  const refusals =
    keepsProtection && last?.name === 'destroy' ? last.errors.filter((error) => REFUSAL.test(error)) : [];
  return { violations: violations.filter(({ message }) => !refusals.includes(message)), refusals };
}

/** Whether something was found. */
export function exitCodeOf(verdicts: readonly Verdict[]): ExitCode {
  return verdicts.every(({ violations }) => violations.length === 0) ? 0 : 1;
}
