#!/usr/bin/env node
/**
 * The program `safe-eks`.
 */
import { runProgram } from './program';
import { processTerminal } from './terminal';

void runProgram(process.argv.slice(2), processTerminal()).then((exitCode) => {
  // Not `process.exit`: what was written to a pipe must still get through.
  process.exitCode = exitCode;
});
