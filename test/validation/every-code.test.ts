/**
 * No code without a test: each stands with its full message in some test, and is raised somewhere in the library.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { PROBLEMS } from '../../lib/validation/problem-codes';

const ROOT = join(__dirname, '..', '..');

function sources(folder: string, ending: string, without: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(ending) && !file.endsWith(without))
    .map((file) => readFileSync(join(ROOT, folder, file), 'utf8'));
}

const tests = sources('test', '.test.ts', 'every-code.test.ts');
const library = sources('lib', '.ts', 'problem-codes.ts');
const codes = Object.keys(PROBLEMS);

test('every code is asserted by a test within its message', () => {
  // Within a message a code stands in parentheses and ends the sentence.
  const missing = codes.filter((code) => !tests.some((text) => text.includes(`(${code}). `)));

  expect(missing).toEqual([]);
});

test('every code has its heading in docs/errors.md, in the order of the numbers', () => {
  const headings = readFileSync(join(ROOT, 'docs', 'errors.md'), 'utf8').match(/^## SEKS.*$/gm);

  expect(headings).toEqual(Object.entries(PROBLEMS).map(([code, { title }]) => `## ${code}: ${title}`));
});

test('tests name no code that does not exist', () => {
  const named = new Set(tests.flatMap((text) => text.match(/\(SEKS\d{4}\)\. /g) ?? []));
  const known = codes.map((code) => `(${code}). `);

  expect([...named].filter((code) => !known.includes(code))).toEqual([]);
});

test('every code is raised by the library', () => {
  expect(codes.filter((code) => !library.some((text) => text.includes(`'${code}'`)))).toEqual([]);
});
