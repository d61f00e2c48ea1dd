/**
 * An example as its reader changes it: a line of its `main.ts` edited, and synthesized again.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');
/** Within the project, so that imports are resolved as they are for the example itself. */
const VARIANTS = join(ROOT, '.cache', 'variants');

/** The names of all examples. */
export function exampleNames(): readonly string[] {
  return readdirSync(join(ROOT, 'examples'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}

/**
 * Synthesizes an example.
 *
 * @param edits what to replace by what; each must be there, or the test would rehearse something else than it says
 * @returns the output folder, to be removed after use
 */
export function synthesizeExample(name: string, edits: Readonly<Record<string, string>> = {}): string {
  let text = readFileSync(join(ROOT, 'examples', name, 'main.ts'), 'utf8');
  for (const [before, after] of Object.entries(edits)) {
    if (!text.includes(before)) {
      throw new Error(`examples/${name}/main.ts does not hold ${before}`);
    }
    text = text.replaceAll(before, after);
  }
  mkdirSync(VARIANTS, { recursive: true });
  const folder = mkdtempSync(join(VARIANTS, `${name}-`));
  const output = mkdtempSync(join(tmpdir(), `safe-eks-${name}-`));
  try {
    writeFileSync(join(folder, 'main.ts'), text);
    execFileSync('npx', ['--no-install', 'tsx', join(folder, 'main.ts')], {
      cwd: ROOT,
      env: { ...process.env, CDKTF_OUTDIR: output },
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return output;
}
