/**
 * Finds the generated TypeScript of a resource, a data source or a provider configuration in the provider bindings that
 * are installed.
 *
 * The folder follows from the type: `aws_eks_cluster` is in `eks-cluster`, the data source of that name in
 * `data-aws-eks-cluster`, the configuration in `provider`. That holds for every folder of the AWS, Kubernetes and Helm
 * bindings, so there is no table of exceptions.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { BindingText, ConstructKind } from './binding-declarations';
import { SchemaDerivationError } from './schema-derivation-error';
import { originalText } from './source-map';

/** What the packages of all bindings begin with. */
const PACKAGE_PREFIX = '@cdktf/provider-';

/** Types with very many blocks have these in further files, in a folder of this name. */
const FURTHER_FILES = 'index-structs';

/** The bindings of one provider, as they are installed. */
export interface BindingPackage {
  /** The provider's short name, such as `aws`. */
  readonly provider: string;
  /** The name on the package registry, such as `@cdktf/provider-aws`. */
  readonly name: string;
  readonly version: string;
  readonly directory: string;
}

/**
 * Finds the bindings of a provider.
 *
 * @param provider its short name, such as `aws`
 * @param searchFrom directories from which the package is looked for, as Node does for an import
 */
export function findBindingPackage(provider: string, searchFrom: readonly string[]): BindingPackage {
  const name = `${PACKAGE_PREFIX}${provider}`;
  const directory = searchFrom.map((from) => packageDirectory(name, from)).find(Boolean);
  if (directory === undefined) {
    throw new SchemaDerivationError(
      `The package ${name} was not found from ${searchFrom.join(', ') || 'nowhere'}. ` +
        `The schema of the provider "${provider}" is derived from it: install it with "npm install ${name}".`,
    );
  }
  return { provider, name, version: versionOf(directory), directory };
}

/** The folder in the package's `lib` that holds a type. */
export function bindingFolder(provider: string, kind: ConstructKind, type: string): string {
  if (kind === 'provider') {
    return 'provider';
  }
  const words = type.split('_');
  return [...(kind === 'data' ? ['data', ...words] : words.slice(words[0] === provider ? 1 : 0))].join('-');
}

/** Where a type's compiled module is; the file may not exist. */
export function bindingFile(bindings: BindingPackage, kind: ConstructKind, type: string): string {
  const folder = bindingFolder(bindings.provider, kind, type);
  return path.join(bindings.directory, 'lib', folder, 'index.js');
}

/** Reads the generated TypeScript of a type. */
export function readBinding(bindings: BindingPackage, kind: ConstructKind, type: string): BindingText {
  const file = bindingFile(bindings, kind, type);
  if (!fs.existsSync(file)) {
    const what = { resource: `resource "${type}"`, data: `data source "${type}"`, provider: 'configuration' };
    throw new SchemaDerivationError(
      `${bindings.name} ${bindings.version} has no ${what[kind]}: ${file} does not exist. ` +
        'Use the bindings that the stack was synthesized with.',
    );
  }
  const further = path.join(path.dirname(file), FURTHER_FILES);
  const files = [file, ...(fs.existsSync(further) ? modulesIn(further) : [])];
  return { file, text: files.map((each) => originalText(each, fs.readFileSync(each, 'utf8'))).join('\n') };
}

function modulesIn(directory: string): string[] {
  return fs
    .readdirSync(directory)
    .filter((name) => name.endsWith('.js'))
    .sort()
    .map((name) => path.join(directory, name));
}

function packageDirectory(name: string, from: string): string | undefined {
  // A package whose `exports` leave out its package.json can still be found by its entry point.
  for (const request of [`${name}/package.json`, name]) {
    try {
      return directoryOfPackage(require.resolve(request, { paths: [from] }));
    } catch {
      // Not installed here, or hidden: the next one tells.
    }
  }
  return undefined;
}

/** The nearest directory above a file that has a package.json. */
function directoryOfPackage(file: string): string | undefined {
  const directory = path.dirname(file);
  if (fs.existsSync(path.join(directory, 'package.json'))) {
    return directory;
  }
  return directory === file ? undefined : directoryOfPackage(directory);
}

function versionOf(directory: string): string {
  const description: unknown = JSON.parse(fs.readFileSync(path.join(directory, 'package.json'), 'utf8'));
  const version =
    typeof description === 'object' && description !== null && 'version' in description
      ? description.version
      : undefined;
  return typeof version === 'string' ? version : 'of an unknown version';
}
