/**
 * What every subcommand of `safe-eks` is.
 */
import type { Terminal } from './terminal';

/** 0: all is well. 1: something was found. 2: the command could not do its work. */
export type ExitCode = 0 | 1 | 2;

/** A subcommand. */
export interface Command {
  readonly name: string;
  /** What it is for, in a line. */
  readonly summary: string;
  /** What `--help` shows. */
  readonly help: string;
  /** Does it. Throws a `CommandError` when it cannot. */
  run(arguments_: readonly string[], terminal: Terminal): Promise<ExitCode>;
}

/** A command cannot do its work; the message says why, and what to do. */
export class CommandError extends Error {}

/** A command was called in a way that it does not know. */
export class UsageError extends CommandError {}
