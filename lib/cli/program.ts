/**
 * Chooses the subcommand, and turns whatever goes wrong into a message and an exit code.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ADOPT } from './adopt/adopt-command';
import type { Command, ExitCode } from './command';
import { CommandError, UsageError } from './command';
import { CONVERT_AWS_AUTH } from './convert-aws-auth/convert-command';
import { DOCTOR } from './doctor/doctor-command';
import { REHEARSE } from './rehearse/rehearse-command';
import { REVIEW } from './review/review-command';
import type { Terminal } from './terminal';

const COMMANDS: readonly Command[] = [REHEARSE, REVIEW, DOCTOR, ADOPT, CONVERT_AWS_AUTH];

/** Runs the program. */
export async function runProgram(arguments_: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const [name, ...rest] = arguments_;
  if (name === '--help' || name === '-h' || name === 'help') {
    terminal.line(programHelp());
    return 0;
  }
  if (name === '--version') {
    terminal.line(packageVersion());
    return 0;
  }
  const command = COMMANDS.find((each) => each.name === name);
  if (command === undefined) {
    terminal.complain(
      name === undefined ? programHelp() : `There is no command ${name}.\n\n${programHelp()}`,
    );
    return 2;
  }
  if (rest.includes('--help') || rest.includes('-h')) {
    terminal.line(command.help);
    return 0;
  }
  try {
    return await command.run(rest, terminal);
  } catch (error) {
    terminal.complain(describeError(error, command));
    return 2;
  }
}

function describeError(error: unknown, { name }: Command): string {
  if (error instanceof UsageError) {
    return `${error.message}\nSee: safe-eks ${name} --help`;
  }
  if (error instanceof CommandError) {
    return error.message;
  }
  // A mistake of this program: whoever reports it needs to say where.
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function programHelp(): string {
  const width = Math.max(...COMMANDS.map(({ name }) => name.length));
  return [
    'Usage: safe-eks COMMAND [OPTIONS]',
    '',
    'Commands:',
    ...COMMANDS.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    'safe-eks COMMAND --help tells more.',
  ].join('\n');
}

function packageVersion(): string {
  const file = join(__dirname, '..', '..', 'package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { readonly version: string }).version;
}
