/**
 * `safe-eks rehearse`: plays the life of an app and says what went wrong in it.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { timelineOf } from '../../rehearsal/report/timeline';
import { timelinePage } from '../../rehearsal/report/timeline-picture';
import { timelineText } from '../../rehearsal/report/timeline-text';
import type { Rehearsal } from '../../rehearsal/run/rehearsal';
import { rehearse } from '../../rehearsal/run/rehearsal';
import { SchemaDerivationError } from '../../rehearsal/schema/schema-derivation-error';
import {
  BINARY_VARIABLE,
  findTerraform,
  MINIMUM_TERRAFORM_VERSION,
} from '../../rehearsal/terraform/find-terraform';
import type { Command, ExitCode } from '../command';
import { CommandError } from '../command';
import type { Terminal } from '../terminal';
import type { RehearseArguments } from './arguments';
import { readRehearseArguments, REHEARSE_HELP } from './arguments';
import { ProgressReporter } from './progress';
import type { PlayedSeed } from './summary';
import { jsonResult, seedLines, seedsSummary, summaryLines } from './summary';
import { appCommand, readProject, synthesizeApp, synthesizedFolder } from './synthesize';
import { exitCodeOf, judge } from './verdict';

/** The subcommand. */
export const REHEARSE: Command = {
  name: 'rehearse',
  summary: 'Plays the life of an app with the real Terraform in a simulated AWS.',
  help: REHEARSE_HELP,
  run: async (arguments_, terminal) => {
    const wanted = readRehearseArguments(arguments_);
    const terraform = terraformBinary();
    const temporary = mkdtempSync(join(tmpdir(), 'safe-eks-rehearse-'));
    try {
      const sources = await synthesize(wanted, temporary);
      const task: Task = { ...sources, wanted, terraform, terminal };
      return wanted.seeds === undefined ? await rehearseOnce(task) : await rehearseSeeds(task, wanted.seeds);
    } catch (error) {
      throw refusalOf(error);
    } finally {
      rmSync(temporary, { recursive: true, force: true });
    }
  },
};

/** What a rehearsal cannot play, such as a stack of modules, it says in an error that is meant for people. */
function refusalOf(error: unknown): unknown {
  const isMeant =
    error instanceof SchemaDerivationError || (error instanceof Error && error.name === 'Error');
  return isMeant && !(error instanceof CommandError)
    ? new CommandError(`The app cannot be rehearsed. ${error.message}`, { cause: error })
    : error;
}

interface Sources {
  /** The folder of the synthesized app. */
  readonly folder: string;
  /** The folder of its later form, if there is one. */
  readonly nextFolder: string | undefined;
}

interface Task extends Sources {
  readonly wanted: RehearseArguments;
  readonly terraform: string;
  readonly terminal: Terminal;
}

function terraformBinary(): string {
  const found = findTerraform();
  if (found.kind === 'missing') {
    throw new CommandError(
      `A rehearsal runs the real Terraform. ${found.reason}\nInstall Terraform ${MINIMUM_TERRAFORM_VERSION} or later ` +
        `(https://developer.hashicorp.com/terraform/install), or name its binary in ${BINARY_VARIABLE}.`,
    );
  }
  return found.command;
}

async function synthesize(
  { app, directory, nextApp }: RehearseArguments,
  temporary: string,
): Promise<Sources> {
  const project = readProject(process.cwd());
  const into = async (command: string, name: string): Promise<string> => {
    const folder = join(temporary, name);
    mkdirSync(folder);
    return synthesizeApp(command, folder, project);
  };
  return {
    folder:
      directory === undefined ? await into(appCommand(app, project), 'app') : synthesizedFolder(directory),
    nextFolder: nextApp === undefined ? undefined : await into(nextApp, 'next'),
  };
}

async function rehearseOnce(task: Task): Promise<ExitCode> {
  const { wanted, terminal, nextFolder } = task;
  const { seed, keepProtection, picture, json } = wanted;
  const progress = new ProgressReporter(terminal);
  const rehearsal = begin(task, seed, json ? undefined : progress);
  await playLife(rehearsal, { nextFolder, keepProtection });
  const verdict = judge(rehearsal.phases, rehearsal.violations(), keepProtection);
  const played: PlayedSeed = { seed, phases: rehearsal.phases, verdict };
  const timeline = timelineOf({
    phases: rehearsal.phases,
    world: rehearsal.world,
    violations: () => verdict.violations,
  });
  if (picture !== undefined) {
    mkdirSync(dirname(picture), { recursive: true });
    writeFileSync(picture, timelinePage(timeline));
  }
  if (json) {
    terminal.line(JSON.stringify(jsonResult([played], picture), undefined, 2));
  } else {
    progress.finish();
    terminal.line(`\n${timelineText(timeline, { colour: terminal.hasColours })}\n`);
    terminal.line(summaryLines(played, picture).join('\n'));
  }
  return exitCodeOf([verdict]);
}

async function rehearseSeeds(task: Task, seeds: number): Promise<ExitCode> {
  const { wanted, terminal } = task;
  const all: PlayedSeed[] = [];
  for (let seed = 1; seed <= seeds; seed++) {
    if (!wanted.json) {
      terminal.status(`seed ${String(seed)} of ${String(seeds)}`);
    }
    const rehearsal = begin(task, seed, undefined);
    if ((await rehearsal.create()).succeeded) {
      await rehearsal.destroy({ liftProtection: true });
    }
    const { phases } = rehearsal;
    const played = { seed, phases, verdict: judge(phases, rehearsal.violations(), false) };
    all.push(played);
    if (!wanted.json) {
      terminal.line(seedLines(played).join('\n'));
    }
  }
  terminal.line(wanted.json ? JSON.stringify(jsonResult(all, undefined), undefined, 2) : seedsSummary(all));
  return exitCodeOf(all.map(({ verdict }) => verdict));
}

function begin(
  { folder, wanted, terraform }: Task,
  seed: number | undefined,
  progress: ProgressReporter | undefined,
): Rehearsal {
  return rehearse(folder, {
    terraform,
    strict: wanted.strict,
    variables: wanted.variables,
    images: wanted.images,
    ...(seed === undefined ? {} : { seed }),
    ...(progress === undefined
      ? {}
      : {
          onProgress: (step) => {
            progress.report(step);
          },
        }),
  });
}

/** It ends with the first phase that fails: what comes after would tell of nothing else. */
async function playLife(
  rehearsal: Rehearsal,
  {
    nextFolder,
    keepProtection,
  }: { readonly nextFolder: string | undefined; readonly keepProtection: boolean },
): Promise<void> {
  if (!(await rehearsal.create()).succeeded) {
    return;
  }
  await rehearsal.plan();
  if (nextFolder !== undefined) {
    if (!(await rehearsal.apply(nextFolder)).succeeded) {
      return;
    }
    await rehearsal.plan();
  }
  await rehearsal.destroy({ liftProtection: !keepProtection });
}
