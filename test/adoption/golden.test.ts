/**
 * The programs for clusters of each maker, written out to be read. They are compiled and linted with everything else.
 * `UPDATE_GOLDEN_ADOPTION=1 npx jest adoption/golden` writes them anew.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { adopt } from '../support/adopt';
import { ADOPTED_ACCOUNTS } from '../support/adopted-accounts';
import { formatted } from './prettier';

describe.each(Object.entries(ADOPTED_ACCOUNTS))('the program for a cluster of %s', (maker, account) => {
  test('is the one in its file', async () => {
    const { code, exitCode } = await adopt(account);
    const file = join(__dirname, 'golden', `${maker}.ts`);
    if (process.env['UPDATE_GOLDEN_ADOPTION'] === '1') {
      writeFileSync(file, code);
    }
    expect(exitCode).toBe(0);
    expect(code).toBe(readFileSync(file, 'utf8'));
  });

  test('is laid out as Prettier does', async () => {
    const { code } = await adopt(account);
    expect(code).toBe(await formatted(code));
  });
});
