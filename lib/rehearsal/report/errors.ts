/**
 * Errors are told once, though three sources have them: the operation that failed, Terraform, and the violations.
 */
import { firstLine } from './scale';
import type { TimelinePhase } from './timeline';
import { rowsOfPhase } from './timeline';

/** What Terraform reported that belongs to no row and that no violation repeats. */
export function errorsWithoutRow(phase: TimelinePhase): readonly string[] {
  const ofRows = rowsOfPhase(phase).flatMap(({ error }) => (error === undefined ? [] : [error]));
  const told = phase.violations.map(({ message }) => message);
  return phase.errors
    .filter((text) => !ofRows.some((error) => text.includes(error)) && !told.includes(text))
    .map(firstLine);
}

/** A failed resource and the reason. */
export interface Failure {
  readonly path: string;
  readonly reason: string;
}

/** The failures of rows that no violation repeats. */
export function untoldFailures(phase: TimelinePhase): readonly Failure[] {
  const told = phase.violations.map(({ message }) => message);
  return rowsOfPhase(phase).flatMap(({ outcome, error, path }) =>
    outcome !== 'failed' || error === undefined || told.some((message) => message.includes(error))
      ? []
      : [{ path, reason: firstLine(error) }],
  );
}
