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
/** A look that comes later than usual by so much tells of a machine that lets others wait too: silence then says nothing. */
const LATE = 4;
/** So long at most: on a machine that is never punctual somebody has to go on. */
const LONGEST_SILENCE = 10 * SILENCE;

/** The process. */
export class TerraformProcess {
  /** Resolves when the process has ended; rejects when it cannot be started. */
  public readonly exit: Promise<TerraformExit>;
  private readonly child: ChildProcess;
  private lastWord = performance.now();
  /** Since when there has been silence that says something. */
  private silentSince = this.lastWord;
  /** How long it usually is from one look to the next. */
  private pace = LOOK_EVERY;
  private hasEnded = false;

  /**
   * @param command what to run, and where
   * @param look tells the states of a process's threads, where that can be told
   */
  public constructor(
    command: TerraformCommand,
    private readonly look: (pid: number | undefined) => readonly string[] | undefined = threadStates,
  ) {
    this.child = spawn(command.binary, command.arguments, {
      cwd: command.directory,
      env: command.environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    this.child.stdout?.on('data', (chunk: Buffer) => {
      // Who waits for the other end of a pipe to be emptied sleeps as well, and has more to say.
      this.spoke();
      stdout.push(chunk);
    });
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
    this.silentSince = this.lastWord;
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
      await this.untilNextLook();
      // Messages that came in while we waited are in the event loop's queue: let them be heard before looking.
      await new Promise((resolve) => setImmediate(resolve));
      asleep = word === this.lastWord && this.isAsleep() ? asleep + 1 : 0;
    }
    return !this.hasEnded;
  }

  private async untilNextLook(): Promise<void> {
    const before = performance.now();
    await wait(LOOK_EVERY);
    const now = performance.now();
    if (now - before > this.pace + LATE) {
      this.silentSince = now;
    }
    this.pace = 0.9 * this.pace + 0.1 * (now - before);
  }

  private isAsleep(): boolean {
    const states = this.look(this.child.pid);
    if (states !== undefined) {
      return states.every((state) => state === 'S');
    }
    const now = performance.now();
    return now - this.silentSince >= SILENCE || now - this.lastWord >= LONGEST_SILENCE;
  }
}

/**
 * The states of a process's threads as Linux tells them: `S` for one that sleeps until something happens. Nothing where the
 * system does not tell; a thread that ends meanwhile was at work.
 */
export function threadStates(pid: number | undefined): readonly string[] | undefined {
  if (orNothing(() => readdirSync('/proc/self/task')) === undefined) {
    return undefined;
  }
  // Without its threads the process has ended, and will be heard of soon.
  const threads = orNothing(() => readdirSync(`/proc/${String(pid)}/task`)) ?? [''];
  return threads.map((thread) => {
    const status = orNothing(() => readFileSync(`/proc/${String(pid)}/task/${thread}/stat`, 'utf8')) ?? '';
    // The name before it is in brackets and may hold anything.
    return status.slice(status.lastIndexOf(')') + 2, status.lastIndexOf(')') + 3);
  });
}

function orNothing<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
