/**
 * An example as its reader has it and changes it. Most have a `main.ts`. One that shows a change has files with numbers,
 * `1-before.ts` and `2-after.ts`: states of the same code, over the same Terraform state, applied one after the other.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { runProgram } from './synthesizer';

const ROOT = resolve(__dirname, '../..');
const EXAMPLES = join(ROOT, 'examples');
/** Within the project, so that imports are resolved as they are for the example itself. */
const VARIANTS = join(ROOT, '.cache', 'variants');

const MAIN = 'main.ts';
const NUMBERED = /^(\d+)-[\w-]+\.ts$/;

/** What to replace by what. */
export type Edits = Readonly<Record<string, string>>;

/** A state of an example's code. */
export interface ExampleStep {
  readonly example: string;
  /** Name of the file, without its ending. */
  readonly name: string;
}

/** The names of all examples. */
export function exampleNames(): readonly string[] {
  return readdirSync(EXAMPLES, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}

/** The states of an example's code in their order: one, or as many as have a number. */
export function stepsOf(example: string): readonly ExampleStep[] {
  const files = readdirSync(join(EXAMPLES, example)).filter((file) => file.endsWith('.ts'));
  const numbered = files
    .filter((file) => NUMBERED.test(file))
    .sort((one, other) => numberOf(one) - numberOf(other));
  const hasMain = files.includes(MAIN);
  if (hasMain === numbered.length > 0) {
    throw new Error(`examples/${example} needs either ${MAIN}, or 1-before.ts, 2-after.ts and so on.`);
  }
  return (hasMain ? [MAIN] : numbered).map((file) => ({ example, name: basename(file, '.ts') }));
}

/**
 * Synthesizes an example in one of its states; without one, in its first.
 *
 * @param edits each must be there, or the test would rehearse something else than it says
 * @returns the output folder, to be removed after use
 */
export function synthesizeExample(
  example: string,
  edits: Edits = {},
  { name }: ExampleStep = stepsOf(example)[0]!,
): string {
  const file = `examples/${example}/${name}.ts`;
  let text = readFileSync(join(ROOT, file), 'utf8');
  for (const [before, after] of Object.entries(edits)) {
    if (!text.includes(before)) {
      throw new Error(`${file} does not hold ${before}`);
    }
    text = text.replaceAll(before, after);
  }
  mkdirSync(VARIANTS, { recursive: true });
  const folder = mkdtempSync(join(VARIANTS, `${example}-`));
  const output = mkdtempSync(join(tmpdir(), `safe-eks-${example}-`));
  try {
    writeFileSync(join(folder, MAIN), text);
    runProgram(join(folder, MAIN), output);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return output;
}

function numberOf(file: string): number {
  return Number(NUMBERED.exec(file)?.[1]);
}
