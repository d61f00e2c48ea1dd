/**
 * What the documentation points at exists: files, headings, npm scripts.
 */
import { expect, test } from '@jest/globals';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { documents, readDocument, root } from './code-blocks';

const withoutCode = (markdown: string): string =>
  markdown.replace(/^(\s*)(`{3,})[\s\S]*?^\1\2\s*$/gm, '').replace(/`[^`\n]*`/g, '');

/** The anchors that a renderer gives to headings, and those that are written out. */
function anchorsOf(markdown: string): Set<string> {
  const anchors = new Set<string>();
  for (const [, title = ''] of markdown
    .replace(/^(\s*)(`{3,})[\s\S]*?^\1\2\s*$/gm, '')
    .matchAll(/^#{1,6} (.+)$/gm)) {
    const slug = title
      .replace(/<[^>]*>/g, '')
      .trim()
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-');
    let anchor = slug;
    for (let copy = 1; anchors.has(anchor); copy++) {
      anchor = `${slug}-${copy}`;
    }
    anchors.add(anchor);
  }
  for (const [, id = ''] of markdown.matchAll(/<a[^>]* (?:id|name)="([^"]+)"/g)) {
    anchors.add(id);
  }
  return anchors;
}

/** The problem with a link's target, if any; addresses elsewhere are not looked at. */
function problemOf(document: string, target: string): string | undefined {
  if (/^[a-z]+:/i.test(target)) {
    return undefined;
  }
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? join(root, document) : join(root, dirname(document), decodeURIComponent(path));
  if (!existsSync(file)) {
    return `${document}: ${target} does not exist`;
  }
  if (anchor !== undefined && statSync(file).isFile() && !anchorsOf(readFileSync(file, 'utf8')).has(anchor)) {
    return `${document}: ${relative(root, file)} has no heading #${anchor}`;
  }
  return undefined;
}

test.each(documents())('the links of %s lead somewhere', (document) => {
  const links = withoutCode(readDocument(document)).matchAll(
    /\]\(\s*<?([^\s)>]+)>?[^)]*\)|^\[[^\]]+\]:\s*(\S+)/gm,
  );
  const problems = [...links].map(([, inline, defined]) => problemOf(document, inline ?? defined ?? ''));
  expect(problems.filter((problem) => problem !== undefined)).toEqual([]);
});

test.each(documents())('the npm scripts that %s names exist', (document) => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const named = [...readDocument(document).matchAll(/\bnpm run ([\w:-]+)/g)].map(([, name = '']) => name);
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});
