/**
 * Tells a person how a rehearsal goes on: a line for each operation that is done, or one line that changes.
 */
import type { Operation } from '../../rehearsal/engine/operation';
import { minutesAndSeconds } from '../../rehearsal/report/scale';
import type { RehearsalProgress } from '../../rehearsal/run/rehearsal-options';
import type { Milliseconds } from '../../rehearsal/world/virtual-clock';
import type { Terminal } from '../terminal';

/** Follows a rehearsal. */
export class ProgressReporter {
  private where = '';
  private phase: string | undefined;
  /** When the first operation of the phase began. */
  private phaseStart: Milliseconds | undefined;
  private done = 0;
  private running: Operation[] = [];

  public constructor(private readonly terminal: Terminal) {}

  /** To be given to the rehearsal, which tells of operations when they begin. */
  public report({ phase, stack, operation }: RehearsalProgress): void {
    this.tellFinished();
    if (phase !== this.phase) {
      [this.phase, this.phaseStart, this.done] = [phase, undefined, 0];
    }
    if (operation === undefined) {
      this.where = `${phase} ${stack}`;
      this.tell(this.where, this.where);
    } else {
      this.phaseStart ??= operation.startedAt;
      this.running.push(operation);
    }
  }

  /** To be called when all is over: what ended last is told by nobody else. */
  public finish(): void {
    this.tellFinished();
  }

  private tellFinished(): void {
    const finished = this.running.filter(({ outcome }) => outcome !== 'running');
    this.running = this.running.filter((operation) => !finished.includes(operation));
    for (const operation of finished.sort((one, other) => one.endedAt - other.endedAt)) {
      this.done++;
      const line = describeOperation(operation, this.phaseStart ?? 0);
      this.tell(line, `${this.where}: ${String(this.done)} done, ${line.trim()}`);
    }
  }

  private tell(line: string, status: string): void {
    if (this.terminal.isInteractive) {
      this.terminal.status(status);
    } else {
      this.terminal.line(line);
    }
  }
}

const DONE = { create: 'created', update: 'changed', delete: 'deleted' } as const;
const DOING = { create: 'creating', update: 'changing', delete: 'deleting' } as const;

function describeOperation(
  { address, action, startedAt, endedAt, outcome }: Operation,
  phaseStart: Milliseconds,
): string {
  const what = outcome === 'failed' ? `FAILED ${DOING[action]}` : DONE[action];
  return (
    `  ${minutesAndSeconds(endedAt - phaseStart).padStart(6)} ${what} ${address} ` +
    `(${minutesAndSeconds(endedAt - startedAt)})`
  );
}
