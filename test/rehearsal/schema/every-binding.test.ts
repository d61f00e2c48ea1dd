/**
 * Reads every type of the bindings that are installed: the generator's text has one form, and this is the proof.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { ConstructKind } from '../../../lib/rehearsal/schema/binding-declarations';
import { readDeclarations } from '../../../lib/rehearsal/schema/binding-declarations';
import { bindingFolder, findBindingPackage, readBinding } from '../../../lib/rehearsal/schema/binding-source';
import { deriveConstruct } from '../../../lib/rehearsal/schema/derive-block';
import type { AttributeSchema, BlockSchema } from '../../../lib/rehearsal/schema/schema';

/** The kind and the type that a folder's name stands for, if the rule for names holds. */
function typeOfFolder(provider: string, folder: string): { kind: ConstructKind; type: string } {
  if (folder === 'provider') {
    return { kind: 'provider', type: provider };
  }
  const name = folder.replaceAll('-', '_');
  return folder.startsWith('data-')
    ? { kind: 'data', type: name.slice('data_'.length) }
    : { kind: 'resource', type: `${provider}_${name}` };
}

function attributesOf(block: BlockSchema): AttributeSchema[] {
  return [
    ...Object.values(block.attributes),
    ...Object.values(block.blocks).flatMap((nested) => attributesOf(nested.block)),
  ];
}

describe.each([
  ['aws', 2000],
  ['kubernetes', 100],
  ['helm', 3],
])('the bindings of the provider %s', (provider, atLeast) => {
  const bindings = findBindingPackage(provider, [__dirname]);
  const folders = fs
    .readdirSync(path.join(bindings.directory, 'lib'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

  test('give a schema for every type, found by its name', () => {
    const odd: string[] = [];
    for (const folder of folders) {
      const { kind, type } = typeOfFolder(provider, folder);
      const declarations = readDeclarations(readBinding(bindings, kind, type));
      const attributes = attributesOf(deriveConstruct(declarations));
      if (declarations.construct.type !== type || declarations.construct.kind !== kind) {
        odd.push(`${folder} holds the ${declarations.construct.kind} ${declarations.construct.type}`);
      }
      if (bindingFolder(provider, kind, type) !== folder || attributes.length === 0) {
        odd.push(folder);
      }
      if (attributes.some(({ required, optional, computed }) => required === (optional || computed))) {
        odd.push(`${folder} has an attribute that is both required and not, or that nobody can set`);
      }
    }
    expect(odd).toEqual([]);
    expect(folders.length).toBeGreaterThanOrEqual(atLeast);
  });
});
