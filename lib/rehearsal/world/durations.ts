/**
 * How long things take: a table of ranges, and a seed that decides where in its range each single operation lies.
 */
import { createHash } from 'node:crypto';
import type { Milliseconds } from './virtual-clock';

/** How long an operation was seen to take. */
export interface DurationRange {
  readonly shortest: Milliseconds;
  readonly typical: Milliseconds;
  /** Still within the provider's own time-out. */
  readonly longest: Milliseconds;
}

/** Ranges by service and operation, such as `eks:CreateCluster`. */
export interface DurationTable {
  readonly [operation: string]: DurationRange;
}

/** How long each operation of a rehearsal takes. The same seed gives the same times, whatever the order of calls. */
export class Durations {
  /**
   * @param table the ranges
   * @param seed chooses the times; without one everything takes its typical time
   */
  public constructor(
    private readonly table: DurationTable,
    private readonly seed?: number,
  ) {}

  /**
   * The time of one operation.
   *
   * @param operation a row of the table
   * @param key tells this one from others of its kind, such as the address of the resource
   */
  public of(operation: string, key: string): Milliseconds {
    const range = this.table[operation];
    if (range === undefined) {
      throw new Error(`The table of durations has no row ${operation}.`);
    }
    if (this.seed === undefined) {
      return range.typical;
    }
    // Races show at the ends of a range, so a third of all operations each are as quick and as slow as they can be.
    const [choice, fraction] = chances(`${String(this.seed)} ${operation} ${key}`);
    if (choice < 1 / 3) {
      return range.shortest;
    }
    return choice < 2 / 3
      ? range.longest
      : Math.round(range.shortest + fraction * (range.longest - range.shortest));
  }
}

function chances(text: string): [number, number] {
  const digest = createHash('sha256').update(text).digest();
  return [digest.readUInt32BE(0) / 2 ** 32, digest.readUInt32BE(4) / 2 ** 32];
}
