/**
 * Prettier as the project has it set up. Its entry point for browsers, as the other one loads modules that Jest cannot.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as estree from 'prettier/plugins/estree';
import * as typescript from 'prettier/plugins/typescript';
import type { Options, Plugin } from 'prettier';
import { format } from 'prettier/standalone';

const OPTIONS = JSON.parse(readFileSync(join(__dirname, '../../.prettierrc.json'), 'utf8')) as Options;

/** What Prettier makes of code. */
export async function formatted(code: string): Promise<string> {
  return format(code, {
    ...OPTIONS,
    parser: 'typescript',
    plugins: [estree as Plugin, typescript],
  });
}
