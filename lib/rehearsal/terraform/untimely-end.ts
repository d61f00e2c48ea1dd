/**
 * What must not be left behind when this process is ended while Terraform runs: by Ctrl-C, by a time limit, by `process.exit`.
 */

/** Signals that ask a process to end; nothing can be done about the others. */
const SIGNALS: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

const cleanups = new Set<() => void>();

/**
 * Has something done should this process end before it is told not to.
 *
 * @returns to be called when that is over
 */
export function onUntimelyEnd(cleanup: () => void): () => void {
  if (cleanups.size === 0) {
    process.on('exit', cleanUp);
    SIGNALS.forEach((signal) => process.on(signal, endRehearsalBySignal));
  }
  cleanups.add(cleanup);
  return () => {
    if (cleanups.delete(cleanup) && cleanups.size === 0) {
      stopListening();
    }
  };
}

function cleanUp(): void {
  for (const cleanup of cleanups) {
    cleanup();
  }
  cleanups.clear();
}

/**
 * Whoever listens to a signal keeps the process alive, so it has to be sent again, unless somebody else listens too; another copy of
 * this module, as test runners load them, is nobody else.
 */
function endRehearsalBySignal(signal: NodeJS.Signals): void {
  const isOwn = ({ name }: { readonly name: string }): boolean => name === endRehearsalBySignal.name;
  if (process.listeners(signal).every(isOwn)) {
    cleanUp();
    stopListening();
    process.kill(process.pid, signal);
  }
}

function stopListening(): void {
  process.off('exit', cleanUp);
  SIGNALS.forEach((signal) => process.off(signal, endRehearsalBySignal));
}
