/**
 * `safe-eks adopt`: the program that takes over a live cluster.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { parse as parseYaml } from 'yaml';
import { wrapped } from '../../access/aws-auth/text';
import type { AddonKnowledge } from '../../adoption/addon-code';
import { sortAnswers } from '../../adoption/answers';
import { AdoptionError } from '../../adoption/existing-cluster';
import type { GeneratedProgram } from '../../adoption/generate-program';
import { generateProgram } from '../../adoption/generate-program';
import type { AdoptionNote } from '../../adoption/program-parts';
import { readCluster } from '../../adoption/read-cluster';
import type { Command } from '../command';
import { CommandError } from '../command';
import { loadAwsSdk } from '../doctor/aws-sdk';
import type { Terminal } from '../terminal';
import { readAnswerFiles } from './answer-files';
import type { ReadAnswers } from './answer-reader';
import { AnswerReader } from './answer-reader';
import type { AdoptArguments } from './arguments';
import type * as Knowledge from './addon-knowledge';
import { ADOPT_HELP, readAdoptArguments } from './arguments';

const WIDTH = 100;

/** The subcommand. */
export const ADOPT: Command = {
  name: 'adopt',
  summary: 'Writes the program that takes over a live cluster.',
  help: ADOPT_HELP,
  run: async (arguments_, terminal) => {
    const wanted = readAdoptArguments(arguments_);
    if (wanted.output !== undefined && existsSync(wanted.output)) {
      throw alreadyThere(wanted.output);
    }
    const fromFiles = readAnswerFiles(wanted.files);
    const fromAws = await askAws(wanted, terminal);
    const answers = { documents: [...fromAws.documents, ...fromFiles], gaps: fromAws.gaps };
    // The catalogue brings CDKTF with it, for which the other commands should not wait.
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- a dynamic import of own files is not CommonJS
    const { ADDONS } = require('./addon-knowledge') as typeof Knowledge;
    const { code, notes } = programFrom(answers, wanted, ADDONS);
    if (wanted.output === undefined) {
      terminal.line(code.trimEnd());
    } else {
      write(wanted.output, code);
      terminal.line(
        `${wanted.output} is written. Read it, synthesize it, and look at the plan before you apply it.`,
      );
    }
    for (const note of notes) {
      terminal.complain(noteText(note));
    }
    return 0;
  },
};

async function askAws(
  { clusterName, region, profile }: AdoptArguments,
  terminal: Terminal,
): Promise<ReadAnswers> {
  if (clusterName === undefined) {
    return { documents: [], gaps: [] };
  }
  const sdk = await loadAwsSdk(undefined, 'safe-eks adopt');
  const tell = (what: string): void => {
    terminal.status(`${clusterName}: reading ${what} …`);
  };
  return await new AnswerReader(sdk, clusterName, { region, profile }, tell).read();
}

function programFrom(
  { documents, gaps }: ReadAnswers,
  { adminArn }: AdoptArguments,
  addons: AddonKnowledge,
): GeneratedProgram {
  try {
    return generateProgram(readCluster(sortAnswers(documents), gaps), {
      addons,
      parseYaml,
      adminArn,
    });
  } catch (error) {
    throw error instanceof AdoptionError ? new CommandError(error.message, { cause: error }) : error;
  }
}

function write(file: string, code: string): void {
  try {
    // Also when somebody else has made it meanwhile.
    writeFileSync(file, code, { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') {
      throw alreadyThere(file);
    }
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandError(`${file} cannot be written: ${reason}.`, { cause: error });
  }
}

function alreadyThere(file: string): CommandError {
  return new CommandError(`${file} exists already, and is not overwritten. Name another file with --output.`);
}

function noteText({ subject, text }: AdoptionNote): string {
  const visible = `${subject}: ${text}`.replace(/\p{Cc}/gu, '\ufffd');
  return wrapped(visible, WIDTH - 2).join('\n  ');
}
