/**
 * Proves that a type is found where the bindings keep it, and that whatever is missing is named.
 */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  bindingFile,
  bindingFolder,
  findBindingPackage,
  readBinding,
} from '../../../lib/rehearsal/schema/binding-source';
import { originalText } from '../../../lib/rehearsal/schema/source-map';

const MARK = '//# sourceMappingURL=data:application/json;base64,';

function compiled(sourceMap: unknown): string {
  return `module.exports = {};\n${MARK}${Buffer.from(JSON.stringify(sourceMap)).toString('base64')}`;
}

describe('a package of bindings', () => {
  let directory: string;

  beforeEach(() => {
    directory = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'safe-eks-bindings-')));
  });

  afterEach(() => {
    fs.rmSync(directory, { recursive: true, force: true });
  });

  /** Installs a package of bindings that has nothing but the given files. */
  function install(provider: string, files: Readonly<Record<string, string>>): string {
    const root = path.join(directory, 'node_modules', '@cdktf', `provider-${provider}`);
    for (const [name, content] of Object.entries(files)) {
      fs.mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
      fs.writeFileSync(path.join(root, name), content);
    }
    return root;
  }

  test('that is not installed is named, with the command that installs it', () => {
    expect(() => findBindingPackage('pineapple', [directory])).toThrow(
      `The package @cdktf/provider-pineapple was not found from ${directory}. The schema of the provider ` +
        '"pineapple" is derived from it: install it with "npm install @cdktf/provider-pineapple".',
    );
  });

  test('that has no such type is named with its version, and with the file that does not exist', () => {
    const root = install('pineapple', { 'package.json': '{"version":"1.2.3"}' });
    const bindings = findBindingPackage('pineapple', [directory]);
    expect(() => readBinding(bindings, 'resource', 'pineapple_ring')).toThrow(
      '@cdktf/provider-pineapple 1.2.3 has no resource "pineapple_ring": ' +
        `${root}/lib/ring/index.js does not exist.`,
    );
    expect(() => readBinding(bindings, 'data', 'pineapple_ring')).toThrow(
      `has no data source "pineapple_ring": ${root}/lib/data-pineapple-ring/index.js`,
    );
    expect(() => readBinding(bindings, 'provider', 'pineapple')).toThrow(
      `has no configuration: ${root}/lib/provider/index.js`,
    );
  });

  test('is looked for in one directory after the other, and upwards from each', () => {
    const root = install('pineapple', { 'package.json': '{"version":"1.2.3"}' });
    const deep = path.join(directory, 'infrastructure', 'stacks');
    fs.mkdirSync(deep, { recursive: true });
    expect(findBindingPackage('pineapple', [os.tmpdir(), deep])).toEqual({
      provider: 'pineapple',
      name: '@cdktf/provider-pineapple',
      version: '1.2.3',
      directory: root,
    });
  });

  test('may hide its description from imports', () => {
    const root = install('pineapple', {
      'package.json': '{"version":"1.2.3","exports":{".":"./lib/index.js"}}',
      'lib/index.js': '',
    });
    expect(findBindingPackage('pineapple', [directory]).directory).toBe(root);
  });

  test('may spread a type over several files', () => {
    install('pineapple', {
      'package.json': '{}',
      'lib/ring/index.js': compiled({ sourcesContent: ['the ring'] }),
      'lib/ring/index-structs/structs0.js': compiled({ sourcesContent: ['its first part'] }),
      'lib/ring/index-structs/structs400.js': compiled({ sourcesContent: ['its second part'] }),
      'lib/ring/index-structs/index.js': compiled({ sourcesContent: ['the list of its parts'] }),
      'lib/ring/index-structs/structs0.d.ts': 'not a module',
    });
    const bindings = findBindingPackage('pineapple', [directory]);
    expect(bindings.version).toBe('of an unknown version');
    expect(readBinding(bindings, 'resource', 'pineapple_ring')).toEqual({
      file: bindingFile(bindings, 'resource', 'pineapple_ring'),
      text: 'the ring\nthe list of its parts\nits first part\nits second part',
    });
  });
});

describe('the original text of a module', () => {
  test.each([
    ['no source map', 'module.exports = {};', 'an inline source map at the end'],
    ['a source map that is cut off', `${MARK}eyJ2ZXJ`, 'the original text in "sourcesContent"'],
    ['a source map of something else', compiled(['text']), 'the original text in "sourcesContent"'],
    ['a source map without sources', compiled({ sourcesContent: [] }), 'the original text'],
    ['an empty source', compiled({ sourcesContent: [''] }), 'the original text'],
  ])('cannot be had from %s, which names the file', (_, text, expected) => {
    expect(() => originalText('lib/ring/index.js', text)).toThrow(
      'lib/ring/index.js does not have the expected form',
    );
    expect(() => originalText('lib/ring/index.js', text)).toThrow(expected);
  });

  test('comes from the last source map', () => {
    expect(originalText('file', `const text = '${MARK}';\n${compiled({ sourcesContent: ['é'] })}`)).toBe('é');
  });
});

test.each([
  ['aws', 'resource', 'aws_eks_cluster', 'eks-cluster'],
  ['aws', 'data', 'aws_eks_cluster', 'data-aws-eks-cluster'],
  ['aws', 'provider', 'aws', 'provider'],
  ['kubernetes', 'resource', 'kubernetes_config_map_v1', 'config-map-v1'],
  ['helm', 'resource', 'helm_release', 'release'],
  ['other', 'resource', 'unprefixed_thing', 'unprefixed-thing'],
] as const)('the bindings of %s keep the %s %s in %s', (provider, kind, type, folder) => {
  expect(bindingFolder(provider, kind, type)).toBe(folder);
});
