/**
 * A terminal that remembers what was written to it.
 */
import type { Terminal } from '../../lib/cli/terminal';

/** The terminal. */
export class RecordingTerminal implements Terminal {
  public readonly lines: string[] = [];
  public readonly statuses: string[] = [];
  public readonly complaints: string[] = [];
  public readonly hasColours = false;

  public constructor(public readonly isInteractive = false) {}

  public line(text: string): void {
    this.lines.push(text);
  }

  public status(text: string): void {
    this.statuses.push(text);
  }

  public complain(text: string): void {
    this.complaints.push(text);
  }
}
