/**
 * One wrong program and the one problem that it must be told of: rows of the tables of problems.
 */
import { expect } from '@jest/globals';
import type { TerraformStack } from 'cdktf';
import { describeProblem } from '../../lib/validation/problem';
import { PROBLEMS, ProblemSeverity } from '../../lib/validation/problem-codes';
import { errorsOf, newApp, newStack, warningsOf } from './synth';

export interface ProblemCase {
  /** What is wrong, for the title of the test. */
  readonly when: string;
  /** Makes constructs in a stack named `stack`; apart from the one problem they must be without fault. */
  readonly build: (stack: TerraformStack) => void;
  /** The whole message: path, what is wrong, code and fix. */
  readonly message: string;
  /** Property path that the error names. */
  readonly property?: string;
  /** The offending value that the error carries. */
  readonly value?: unknown;
}

/** Expects exactly the error of the case. */
export function expectError({ build, message, property, value }: ProblemCase): void {
  const app = newApp();
  build(newStack(app));
  const problems = errorsOf(app);

  expect(problems.map(describeProblem)).toEqual([message]);
  expect(problems.map((problem) => ({ property: problem.property, value: problem.value }))).toEqual([
    { property, value },
  ]);
  expect(PROBLEMS[problems[0]!.code].severity).not.toBe(ProblemSeverity.WARNING);
}

/** Expects that the app is synthesized, with exactly the warning of the case. */
export function expectWarning({ build, message }: ProblemCase): void {
  const app = newApp();
  build(newStack(app));

  expect(warningsOf(app)).toEqual([message]);
}
