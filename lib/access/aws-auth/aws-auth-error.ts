/**
 * What is said of a file that cannot be converted.
 */
import type { FilePosition } from './conversion';

/** One thing that is wrong with the file. */
export interface AwsAuthProblem extends FilePosition {
  /** What is wrong, in one clause without a full stop. */
  readonly what: string;
  /** One sentence on the fix. */
  readonly fix: string;
}

const MOST_SHOWN = 20;

/** The file cannot be read as aws-auth. Nothing of it is converted: half a file could lock somebody out. */
export class AwsAuthError extends Error {
  /** What is wrong, in the order of the file. */
  public readonly problems: AwsAuthProblem[];

  public constructor(fileName: string, problems: AwsAuthProblem[]) {
    const lines = problems
      .slice(0, MOST_SHOWN)
      .map(({ line, column, what, fix }) => `${fileName}:${String(line)}:${String(column)}: ${what}. ${fix}`);
    const more = problems.length - MOST_SHOWN;
    super([...lines, ...(more > 0 ? [`… and ${String(more)} more.`] : [])].join('\n'));
    this.name = 'AwsAuthError';
    this.problems = problems;
  }
}
