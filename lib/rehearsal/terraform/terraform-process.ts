/**
 * A Terraform command while it runs: can be watched, interrupted and killed.
 */
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

/** How it ended. */
export interface TerraformExit {
  /** Absent when it was killed. */
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** What to run, and where. */
export interface TerraformCommand {
  readonly binary: string;
  readonly arguments: readonly string[];
  readonly directory: string;
  readonly environment: NodeJS.ProcessEnv;
}

/** Looked at so often whether all of its threads sleep. */
const LOOK_EVERY = 1;
/** So many looks in a row must find it asleep: between two threads that hand over work, a single look may find none. */
const LOOKS = 3;
/** Where the threads of a process cannot be looked at, silence for so long stands for sleep. */
const SILENCE = 80;

/** The process. */
export class TerraformProcess {
  /** Resolves when the process has ended; rejects when it cannot be started. */
  public readonly exit: Promise<TerraformExit>;
  private readonly child: ChildProcess;
  private lastWord = performance.now();
  private hasEnded = false;

  public constructor(command: TerraformCommand) {
    this.child = spawn(command.binary, command.arguments, {
      cwd: command.directory,
      env: command.environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    this.child.stdout?.on('data', (chunk: Buffer) => stdout.push(chunk));
    this.child.stderr?.on('data', (chunk: Buffer) => stderr.push(chunk));
    this.exit = new Promise<TerraformExit>((resolve, reject) => {
      this.child.on('error', (error) => {
        this.hasEnded = true;
        reject(new Error(`${command.binary} cannot be run: ${error.message}.`));
      });
      this.child.on('close', (exitCode) => {
        this.hasEnded = true;
        resolve({
          exitCode: exitCode ?? undefined,
          stdout: Buffer.concat(stdout).toString('utf8'),
          stderr: Buffer.concat(stderr).toString('utf8'),
        });
      });
    });
  }

  /** To be told of every message that is exchanged with it. */
  public spoke(): void {
    this.lastWord = performance.now();
  }

  /** Asks it to come to an end, as pressing Ctrl-C does. */
  public interrupt(): void {
    this.child.kill('SIGINT');
  }

  /** Ends it at once, as a lost machine does. */
  public kill(): void {
    this.child.kill('SIGKILL');
  }

  /**
   * Waits until it has nothing to say: no message for a while, and none of its threads has anything to do. Threads that could
   * run and are not let run, on a machine with other work, count as busy; so load does not change the result.
   *
   * @returns false when it has ended
   */
  public async quiet(): Promise<boolean> {
    let asleep = 0;
    while (asleep < LOOKS) {
      if (this.hasEnded) {
        return false;
      }
      const word = this.lastWord;
      await wait(LOOK_EVERY);
      // Messages that came in while we waited are in the event loop's queue: let them be heard before looking.
      await new Promise((resolve) => setImmediate(resolve));
      asleep = word === this.lastWord && this.isAsleep() ? asleep + 1 : 0;
    }
    return !this.hasEnded;
  }

  private isAsleep(): boolean {
    const states = threadStates(this.child.pid);
    return states === undefined
      ? performance.now() - this.lastWord >= SILENCE
      : states.every((state) => state === 'S');
  }
}

/** The states of a process's threads as Linux tells them: `S` for one that sleeps until something happens. */
function threadStates(pid: number | undefined): readonly string[] | undefined {
  try {
    return readdirSync(`/proc/${String(pid)}/task`).map((thread) => {
      const status = readFileSync(`/proc/${String(pid)}/task/${thread}/stat`, 'utf8');
      // The name before it is in brackets and may hold anything.
      return status.slice(status.lastIndexOf(')') + 2, status.lastIndexOf(')') + 3);
    });
  } catch {
    // No such system, or a thread that ended while we looked.
    return undefined;
  }
}
