/**
 * What is said at the end of a rehearsal, for people and for programs.
 */
import { count, minutesAndSeconds } from '../../rehearsal/report/scale';
import { violationText } from '../../rehearsal/report/timeline-text';
import type { Phase } from '../../rehearsal/run/phase';
import type { ExitCode } from '../command';
import { exitCodeOf, type Verdict } from './verdict';

/** A life that was played. */
export interface PlayedSeed {
  readonly seed: number | undefined;
  readonly phases: readonly Phase[];
  readonly verdict: Verdict;
}

/** The lines after the timeline. */
export function summaryLines(
  { phases, verdict }: PlayedSeed,
  picture: string | undefined,
): readonly string[] {
  const names = phases.map(({ name }) => name.replaceAll('-', ' ')).join(', ');
  const virtual = phases.reduce((sum, { startedAt, endedAt }) => sum + endedAt - startedAt, 0);
  const real = phases.reduce((sum, { elapsed }) => sum + elapsed, 0);
  const { violations, refusals } = verdict;
  return [
    `Rehearsed ${names}: ${minutesAndSeconds(virtual)} minutes of AWS in ${(real / 1000).toFixed(1)} seconds.`,
    ...(refusals.length > 0
      ? [`Destroying was refused by ${count(refusals.length, 'resource')}, as --keep-protection asks for.`]
      : []),
    ...(picture === undefined ? [] : [`The timeline as a picture: ${picture}`]),
    violations.length === 0 ? 'All went well.' : `${count(violations.length, 'violation')}, see above.`,
  ];
}

/** One life among many: a line, and what was wrong in it. */
export function seedLines({ seed, phases, verdict: { violations } }: PlayedSeed): readonly string[] {
  const played = phases
    .filter(({ operations }) => operations.length > 0)
    .map(({ name, startedAt, endedAt, succeeded }) => {
      const minutes = minutesAndSeconds(endedAt - startedAt);
      return `${name.replaceAll('-', ' ')} ${succeeded ? minutes : `failed after ${minutes}`}`;
    });
  const result = violations.length === 0 ? 'ok' : count(violations.length, 'violation');
  return [
    `seed ${String(seed ?? 0).padStart(3)}: ${played.join(', ')}: ${result}`,
    ...violations.flatMap((violation) => {
      const phase = phases.filter(({ startedAt }) => startedAt <= violation.time).at(-1);
      const { name, startedAt, endedAt } = phase ?? { name: 'create' as const, startedAt: 0, endedAt: 0 };
      return violationText(
        { ...violation, time: violation.time - startedAt },
        { name, duration: endedAt - startedAt },
      );
    }),
  ];
}

/** The last line after many lives. */
export function seedsSummary(played: readonly PlayedSeed[]): string {
  const well = played.filter(({ verdict }) => verdict.violations.length === 0).length;
  return `${String(well)} of ${count(played.length, 'seed')} went well.`;
}

/** The result for programs. Times are in seconds; names of phases and rules stay as they are. */
export interface JsonResult {
  readonly exitCode: ExitCode;
  readonly lives: readonly {
    /** Nothing when everything took its typical time. */
    readonly seed: number | null;
    readonly phases: readonly {
      readonly name: string;
      readonly succeeded: boolean;
      readonly virtualSeconds: number;
      readonly realSeconds: number;
      readonly operations: number;
      readonly errors: readonly string[];
      readonly warnings: readonly string[];
    }[];
    readonly violations: readonly {
      readonly rule: string;
      readonly subject: string;
      readonly message: string;
      /** Virtual seconds since the rehearsal began. */
      readonly time: number;
    }[];
    /** With which words protected resources refused to go, when that was asked for. */
    readonly refusals: readonly string[];
  }[];
  /** Nothing when none was wanted. */
  readonly picture: string | null;
}

/** The result for programs. */
export function jsonResult(played: readonly PlayedSeed[], picture: string | undefined): JsonResult {
  return {
    exitCode: exitCodeOf(played.map(({ verdict }) => verdict)),
    lives: played.map(({ seed, phases, verdict }) => ({
      seed: seed ?? null,
      phases: phases.map(
        ({ name, succeeded, startedAt, endedAt, elapsed, operations, errors, warnings }) => ({
          name,
          succeeded,
          virtualSeconds: (endedAt - startedAt) / 1000,
          realSeconds: Math.round(elapsed) / 1000,
          operations: operations.length,
          errors,
          warnings,
        }),
      ),
      violations: verdict.violations.map(({ rule, subject, message, time }) => ({
        rule,
        subject,
        message,
        time: time / 1000,
      })),
      refusals: verdict.refusals,
    })),
    picture: picture ?? null,
  };
}
