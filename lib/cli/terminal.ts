/**
 * What commands write to, so that tests can read it.
 */

/** Where a command's words go. */
export interface Terminal {
  /** A line, or several, of the result. */
  line(text: string): void;
  /** A line that the next one replaces; shown only where a person watches. */
  status(text: string): void;
  /** What is wrong with the call itself. */
  complain(text: string): void;
  /** Whether a person watches. */
  readonly isInteractive: boolean;
  /** Whether colours are welcome. */
  readonly hasColours: boolean;
}

/** The terminal of this process. */
export function processTerminal(): Terminal {
  const { stdout, stderr } = process;
  const isInteractive = stdout.isTTY;
  let hasStatus = false;
  const clearStatus = (): void => {
    if (hasStatus) {
      stdout.write(CLEAR_LINE);
      hasStatus = false;
    }
  };
  return {
    isInteractive,
    // https://no-color.org
    hasColours: isInteractive && (process.env['NO_COLOR'] ?? '') === '',
    line: (text) => {
      clearStatus();
      stdout.write(`${text}\n`);
    },
    status: (text) => {
      if (isInteractive) {
        stdout.write(`${CLEAR_LINE}${text.slice(0, stdout.columns - 1)}`);
        hasStatus = true;
      }
    },
    complain: (text) => {
      clearStatus();
      stderr.write(`${text}\n`);
    },
  };
}

const CLEAR_LINE = '\r\u001b[K';
