/**
 * Synthesizes a program as its user does: by running it.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { runProgram } from './synthesizer';

/** Within the project, so that imports are resolved as they are for an example. */
const VARIANTS = resolve(__dirname, '../../.cache/variants');

/**
 * Synthesizes the code of a `main.ts`.
 *
 * @returns the output folder, to be removed after use
 */
export function synthesizeProgram(name: string, code: string): string {
  mkdirSync(VARIANTS, { recursive: true });
  const folder = mkdtempSync(join(VARIANTS, `${name}-`));
  const output = mkdtempSync(join(tmpdir(), `safe-eks-${name}-`));
  try {
    writeFileSync(join(folder, 'main.ts'), code);
    runProgram(join(folder, 'main.ts'), output);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return output;
}
