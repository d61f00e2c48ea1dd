/**
 * The pictures of the documentation show what happens today.
 */
import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { draw, locate, PICTURES } from '../../../scripts/pictures';
import { describeRehearsal } from '../describe-terraform';

describeRehearsal('the pictures of the guides', () => {
  it.each(PICTURES)(
    'show in $page what happens, minute by minute; `npm run docs:pictures` draws them anew',
    async (source) => {
      const { svg, texts } = await draw(source);
      expect(readFileSync(locate(source.picture), 'utf8')).toBe(svg);
      const page = readFileSync(locate(source.page), 'utf8');
      for (const text of texts) {
        expect(page).toContain(`\`\`\`text\n${text}\n\`\`\``);
      }
    },
  );
});
