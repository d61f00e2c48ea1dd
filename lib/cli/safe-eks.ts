#!/usr/bin/env node
/**
 * The program `safe-eks`.
 */
import { runProgram } from './program';
import { processTerminal } from './terminal';

// As in `safe-eks … | head -1`: who has read enough is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') {
    throw error;
  }
  process.exit();
});

void runProgram(process.argv.slice(2), processTerminal()).then((exitCode) => {
  // Not `process.exit`: what was written to a pipe must still get through.
  process.exitCode = exitCode;
});
