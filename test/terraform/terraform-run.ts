/**
 * One run of real Terraform in a prepared directory: its commands, and what they said so far.
 */
import type { TerraformDiagnostic } from './diagnostics';
import { jsonLines, readDiagnostic } from './diagnostics';
import type { Json } from './json';
import { objectAt, textAt } from './json';
import type { Ran } from './results';
import type { CommandResult } from './terraform-command';
import { runTerraform, unexpectedAnswer } from './terraform-command';
import type { Workspace } from './workspace';

/** The steps that a run is made of. */
export type Step = 'init' | 'validate' | 'plan' | 'show' | 'test' | 'graph' | 'schema';

/** A step that begins or has ended. */
export interface ProgressEvent {
  readonly stack: string;
  readonly step: Step;
  /** How long it took; missing when it begins. */
  readonly milliseconds?: number;
}

/** Settings of a run. */
export interface RunOptions {
  /** Told about every step, for programs that a person watches. */
  readonly onProgress?: (event: ProgressEvent) => void;
  /** How long one command may take. @default 180 seconds */
  readonly timeoutMilliseconds?: number;
}

/** Collects diagnostics and times over the commands of one run. */
export class TerraformRun {
  public readonly constructPaths: ReadonlyMap<string, string>;

  private readonly diagnostics: TerraformDiagnostic[] = [];
  private milliseconds = 0;

  constructor(
    public readonly workspace: Workspace,
    private readonly command: string,
    private readonly options: RunOptions,
    private readonly environment: NodeJS.ProcessEnv = {},
  ) {
    this.constructPaths = workspace.stack.constructPaths;
  }

  /** Runs a command in the directory. */
  public async terraform(step: Step, arguments_: readonly string[]): Promise<CommandResult> {
    const stack = this.workspace.stack.name;
    const { onProgress, timeoutMilliseconds } = this.options;
    onProgress?.({ stack, step });
    const result = await runTerraform(arguments_, {
      command: this.command,
      directory: this.workspace.directory,
      cliConfigurationFile: this.workspace.cliConfigurationFile,
      environment: this.environment,
      ...(timeoutMilliseconds === undefined ? {} : { timeoutMilliseconds }),
    });
    this.milliseconds += result.milliseconds;
    onProgress?.({ stack, step, milliseconds: result.milliseconds });
    return result;
  }

  /** Keeps diagnostics for the answer. */
  public report(diagnostics: readonly Json[]): void {
    this.diagnostics.push(...diagnostics.map((raw) => readDiagnostic(raw, this.constructPaths)));
  }

  /** Keeps the diagnostics among the messages that a command printed. */
  public reportMessages(result: CommandResult): void {
    this.report(
      jsonLines(result.stdout)
        .filter((message) => textAt(message, 'type') === 'diagnostic')
        .map((message) => objectAt(message, 'diagnostic'))
        .filter((diagnostic) => !isExpected(diagnostic)),
    );
  }

  /** The answer of commands that Terraform carried out. */
  public answer(succeeded = true): Ran {
    return {
      outcome: 'ran',
      stack: this.workspace.stack.name,
      succeeded: succeeded && !this.hasErrors,
      diagnostics: this.diagnostics,
      removed: this.workspace.removed,
      milliseconds: this.milliseconds,
    };
  }

  /** The answer of a command that failed. Throws when nothing says why: then Terraform or the harness broke down. */
  public failure(arguments_: readonly string[], result: CommandResult): Ran {
    if (!this.hasErrors) {
      throw unexpectedAnswer(arguments_, result);
    }
    return this.answer(false);
  }

  private get hasErrors(): boolean {
    return this.diagnostics.some(({ severity }) => severity === 'error');
  }
}

/** A mirror always leads to this warning, which says nothing about the stack. */
function isExpected(diagnostic: Json): boolean {
  return textAt(diagnostic, 'summary') === 'Incomplete lock file information for providers';
}
