/**
 * Every violation can be looked up, and none is documented that does not exist.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { VIOLATION_RULES } from '../../lib/rehearsal/world/violation-rules';

const ROOT = resolve(__dirname, '../..');
const RULES = Object.keys(VIOLATION_RULES).sort();

/** All code of a folder but the table itself. */
function codeBelow(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('violation-rules.ts'))
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n');
}

test('each has a heading in docs/rehearsal.md, in order, and nothing else has one there', () => {
  const [, section = ''] = readFileSync(join(ROOT, 'docs/rehearsal.md'), 'utf8').split('\n## Violations\n');
  const headings = [...section.matchAll(/^### (.+)$/gm)].map(([, heading]) => heading);
  expect(headings).toEqual(RULES);
});

test('each is raised by the simulation and seen by a test', () => {
  const [code, tests] = [codeBelow(join(ROOT, 'lib/rehearsal')), codeBelow(join(ROOT, 'test'))];
  const missing = RULES.filter((rule) => !code.includes(`'${rule}'`) || !tests.includes(`'${rule}'`));
  expect(missing).toEqual([]);
});
