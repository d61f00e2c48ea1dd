/**
 * The table of the documentation says what the table of the code says.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { PLAN_RULES } from '../../lib/testing';

test('docs/plan-review.md lists every rule with severity, reason and way out', () => {
  const page = readFileSync(join(__dirname, '..', '..', 'docs', 'plan-review.md'), 'utf8');
  const rows = [...page.matchAll(/^\| `[a-z-]+` +\| (?:error|warning) .*$/gm)].map(([row]) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  expect(rows).toEqual(
    Object.entries(PLAN_RULES).map(([rule, { severity, title, reason, wayOut }]) => [
      `\`${rule}\``,
      severity,
      title,
      reason,
      wayOut,
    ]),
  );
});
