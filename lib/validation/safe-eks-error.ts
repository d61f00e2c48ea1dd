/**
 * The one error class of the library.
 */
import type { Problem } from './problem';
import { describeProblem } from './problem';

/**
 * Thrown at synth with every problem that was found, or at once where there is nothing left to construct.
 *
 * The fields of the first problem stand on the error itself, so that a test can look at `error.code`; `problems`
 * holds them all.
 *
 * @jsii ignore
 */
export class SafeEksError extends Error {
  /** Code of the first problem, such as `SEKS2002`; each code is a heading in docs/errors.md. */
  public readonly code: string;
  /** Path of the construct that the first problem is about. */
  public readonly constructPath: string;
  /** Property path of the first problem, where it is about a property. */
  public readonly property: string | undefined;
  /** The offending value of the first problem. */
  public readonly value: unknown;
  /** What would have been allowed. */
  public readonly limit: string | undefined;
  /** All problems, in the order of the construct tree. */
  public readonly problems: readonly Problem[];

  public constructor(problems: readonly Problem[]) {
    super(message(problems));
    this.name = 'SafeEksError';
    this.problems = problems;
    const first = problems[0];
    this.code = first?.code ?? '';
    this.constructPath = first?.construct.node.path ?? '';
    this.property = first?.property;
    this.value = first?.value;
    this.limit = first?.limit;
  }
}

function message(problems: readonly Problem[]): string {
  const lines = problems.map(describeProblem);
  return lines.length === 1
    ? (lines[0] ?? '')
    : `${String(lines.length)} problems:\n${lines.map((line) => `  - ${line}`).join('\n')}`;
}
