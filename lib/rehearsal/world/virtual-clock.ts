/**
 * Time that stands still while anybody is busy. Nothing in a rehearsal waits for real minutes: the clock jumps to the
 * next moment at which something is due, and only its owner, who knows that Terraform has nothing more to say, moves it.
 *
 * Everything that happens at one moment happens in the order of its key, so that a run does not depend on which message
 * came first.
 */

/** Milliseconds of virtual time. */
export type Milliseconds = number;

export const SECOND: Milliseconds = 1000;
export const MINUTE: Milliseconds = 60 * SECOND;
export const HOUR: Milliseconds = 60 * MINUTE;

interface Waiting {
  readonly due: Milliseconds;
  readonly key: string;
  readonly order: number;
  readonly wake: () => void;
}

/** The clock of a rehearsal. */
export class VirtualClock {
  private time: Milliseconds = 0;
  private order = 0;
  private waiting: Waiting[] = [];

  /** Virtual milliseconds since the rehearsal began. */
  public get now(): Milliseconds {
    return this.time;
  }

  /** When the next thing is due, if anything is. */
  public get nextDue(): Milliseconds | undefined {
    return this.waiting[0]?.due;
  }

  /** Waits in virtual time. The key decides who goes first among those that are due at the same moment. */
  public async sleep(duration: Milliseconds, key: string): Promise<void> {
    await new Promise<void>((wake) => {
      this.add(duration, key, wake);
    });
  }

  /** Does something later, without anybody waiting for it. */
  public later(duration: Milliseconds, key: string, action: () => void): void {
    this.add(duration, key, action);
  }

  /** Jumps to the next moment at which something is due and wakes the first of those; false when nothing is. */
  public wakeNext(): boolean {
    const next = this.waiting.shift();
    if (next === undefined) {
      return false;
    }
    this.time = Math.max(this.time, next.due);
    next.wake();
    return true;
  }

  /** Moves on to a moment at which nothing else is due before. */
  public moveTo(moment: Milliseconds): void {
    this.time = Math.max(this.time, moment);
  }

  private add(duration: Milliseconds, key: string, wake: () => void): void {
    const entry = { due: this.time + Math.max(0, duration), key, order: this.order++, wake };
    const index = this.waiting.findIndex((other) => comesBefore(entry, other));
    this.waiting.splice(index === -1 ? this.waiting.length : index, 0, entry);
  }
}

function comesBefore(one: Waiting, other: Waiting): boolean {
  if (one.due !== other.due) {
    return one.due < other.due;
  }
  return one.key === other.key ? one.order < other.order : one.key < other.key;
}
