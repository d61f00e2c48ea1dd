/**
 * User data of every family, byte for byte. The files are for reading: a name says what to look for. They are written
 * anew by `UPDATE_GOLDEN_USER_DATA=1`, on purpose only: on a cluster that exists, another byte replaces every node.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { GOLDEN_CASES } from './golden-cases';

const FOLDER = join(__dirname, 'golden');
const cases = Object.entries(GOLDEN_CASES);

const fileOf = (name: string): string => `${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}.golden`;

test.each(cases)('%s', (name, render) => {
  const file = join(FOLDER, fileOf(name));
  const text = render();
  if (process.env['UPDATE_GOLDEN_USER_DATA'] === '1') {
    writeFileSync(file, text);
  }

  expect(text).toBe(readFileSync(file, 'utf8'));
});

test('every file belongs to a case', () => {
  expect(readdirSync(FOLDER).sort()).toEqual(cases.map(([name]) => fileOf(name)).sort());
});
