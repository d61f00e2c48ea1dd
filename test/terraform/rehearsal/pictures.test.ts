/**
 * The pictures of the documentation show what happens today.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { drawUpgrade, UPGRADE_PICTURE } from '../../../scripts/pictures';
import { describeRehearsal } from '../describe-terraform';

describeRehearsal('the upgrade guide', () => {
  it('shows the upgrade of the example, minute by minute; `npm run docs:pictures` draws it anew', async () => {
    const { svg, text } = await drawUpgrade();
    expect(readFileSync(UPGRADE_PICTURE, 'utf8')).toBe(svg);
    const page = readFileSync(join(__dirname, '../../../docs/upgrading.md'), 'utf8');
    expect(page).toContain(`\`\`\`text\n${text}\n\`\`\``);
  });
});
