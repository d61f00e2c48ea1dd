/**
 * Has an app synthesized into a folder of its own, as `cdktf synth` would.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommandError, UsageError } from '../command';

/** What a cdktf.json says that matters here. */
export interface Project {
  /** The command that synthesizes the app. */
  readonly app?: string;
  readonly context?: { readonly [name: string]: unknown };
}

/** Reads the cdktf.json of a folder; without one nothing is known. */
export function readProject(folder: string): Project {
  const file = join(folder, 'cdktf.json');
  if (!existsSync(file)) {
    return {};
  }
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Project;
  } catch (error) {
    throw new CommandError(`${file} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The command that synthesizes the app. */
export function appCommand(given: string | undefined, { app }: Project): string {
  const command = given ?? app;
  if (command === undefined) {
    throw new UsageError(
      'No cdktf.json here says how to synthesize the app. Say it with --app "npx tsx main.ts", or name a folder ' +
        'that was synthesized before with --directory cdktf.out.',
    );
  }
  return command;
}

/** Checks that a folder was written by a synth. */
export function synthesizedFolder(folder: string): string {
  if (!existsSync(join(folder, 'manifest.json'))) {
    throw new UsageError(
      `${folder} holds no manifest.json, so no app was synthesized into it. Run \`cdktf synth\` first.`,
    );
  }
  return folder;
}

/**
 * Synthesizes an app.
 *
 * @param command for the shell, in the current directory
 * @param folder where the app writes to
 */
export async function synthesizeApp(
  command: string,
  folder: string,
  { context = {} }: Project,
): Promise<string> {
  const { exitCode, output } = await runInShell(command, {
    ...process.env,
    CDKTF_OUTDIR: folder,
    CDKTF_CONTEXT_JSON: JSON.stringify(context),
  });
  if (exitCode !== 0) {
    throw new CommandError(`${output.trim()}\n\nThe app cannot be synthesized: \`${command}\` failed.`);
  }
  if (!existsSync(join(folder, 'manifest.json'))) {
    throw new CommandError(
      `\`${command}\` wrote nothing into the folder that CDKTF_OUTDIR names. Either it does not call app.synth(), or ` +
        'the app was made with an `outdir` of its own: then synthesize it first and name that folder with --directory.',
    );
  }
  return folder;
}

function runInShell(
  command: string,
  environment: NodeJS.ProcessEnv,
): Promise<{ readonly exitCode: number; readonly output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, { shell: true, env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', (error) => {
      reject(new CommandError(`\`${command}\` cannot be run: ${error.message}`));
    });
    child.on('close', (exitCode) => {
      resolve({ exitCode: exitCode ?? 1, output: Buffer.concat(chunks).toString('utf8') });
    });
  });
}
