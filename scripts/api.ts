/**
 * Writes API.md, or with `--check` compares it with what lib/ says now.
 *
 * jsii is used as a checker only: it refuses shapes that other languages could not express (callbacks, mapped
 * types, tuples) and so keeps the public surface plain. It compiles a copy of lib/ in a temporary folder, because
 * it writes next to what it compiles and wants fields in package.json that are none of our users' business.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '..');
const target = join(root, 'API.md');

/** jsii knows a single entry point, so that in the copy the main one exports what these do. */
const entryPoints = ['kubernetes'];

interface Manifest {
  readonly name: string;
  readonly license: string;
  readonly peerDependencies: Record<string, string>;
  readonly devDependencies: Record<string, string>;
}

/** A project in `directory` that jsii accepts, with lib/ in it. */
function prepare(directory: string): void {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;
  const peers = Object.fromEntries(
    Object.keys(manifest.peerDependencies)
      // What only the program uses is no package of jsii's.
      .filter((name) => existsSync(join(root, 'node_modules', name, '.jsii')))
      .map((name) => [name, manifest.devDependencies[name]]),
  );
  const json = (name: string, content: unknown): void => {
    writeFileSync(join(directory, name), JSON.stringify(content, undefined, 2));
  };

  cpSync(join(root, 'lib'), join(directory, 'lib'), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(directory, 'node_modules'), 'dir');
  const others = entryPoints.filter((name) => existsSync(join(root, 'lib', name, 'index.ts')));
  writeFileSync(
    join(directory, 'lib', 'api.ts'),
    ['./index', ...others.map((name) => `./${name}/index`)]
      .map((path) => `export * from '${path}';\n`)
      .join(''),
  );
  writeFileSync(join(directory, 'README.md'), `# ${manifest.name}\n`);
  json('package.json', {
    name: manifest.name,
    // Neither a version nor an address of ours belongs in API.md; jsii insists on both fields.
    version: '0.0.0',
    license: manifest.license,
    author: { name: 'contributors' },
    repository: { url: 'https://example.com/cdktf-safe-eks.git' },
    main: 'lib/api.js',
    types: 'lib/api.d.ts',
    // What is installed, since jsii wants the oldest version of each range to be.
    peerDependencies: peers,
    devDependencies: peers,
    jsii: { targets: {}, tsconfig: 'tsconfig.json', validateTsconfig: 'strict' },
  });
  json('tsconfig.json', {
    // The strict rule set of jsii, which has no word for some of the options in tsconfig.json.
    compilerOptions: {
      target: 'es2022',
      lib: ['es2022'],
      module: 'node16',
      moduleResolution: 'node16',
      strict: true,
      esModuleInterop: true,
      skipLibCheck: true,
      resolveJsonModule: true,
      declaration: true,
      noEmitOnError: true,
    },
    files: ['lib/api.ts'],
  });
}

function bin(path: string): string {
  return join(root, 'node_modules', path);
}

/** Runs a tool to its end and returns what it printed; its failure is ours, with everything it said. */
function run(title: string, tool: string, args: string[], cwd: string): string {
  const started = Date.now();
  process.stderr.write(`${title} … `);
  const result = spawnSync(process.execPath, [bin(tool), ...args], {
    cwd,
    encoding: 'utf8',
    env: {
      ...process.env,
      // Which Node versions jsii likes is noise here.
      JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: process.versions.node.split('.')[0],
      JSII_SILENCE_WARNING_DEPRECATED_NODE_VERSION: '1',
      JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION: '1',
    },
  });
  process.stderr.write(`${((Date.now() - started) / 1000).toFixed(1)} s\n`);
  if (result.status !== 0) {
    throw new Error(`${title} failed:\n${result.stdout}${result.stderr}`);
  }
  return result.stdout + result.stderr;
}

function generate(): string {
  const directory = mkdtempSync(join(tmpdir(), 'cdktf-safe-eks-api-'));
  try {
    prepare(directory);
    const warnings = run(
      'jsii: checking the public surface',
      'jsii/bin/jsii',
      ['--silence-warnings', 'reserved-word'],
      directory,
    );
    if (/^warning /m.test(warnings)) {
      process.stderr.write(warnings);
    }
    run('jsii-docgen: writing the reference', 'jsii-docgen/bin/jsii-docgen', ['-o', 'API.md'], directory);
    const text = readFileSync(join(directory, 'API.md'), 'utf8');
    return `${withImportPaths(text, directory)
      .replace(/[ \t]+$/gm, '')
      .trimEnd()}\n`;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Puts the entry point that really exports a type into the code that readers copy. */
function withImportPaths(markdown: string, directory: string): string {
  const { types } = JSON.parse(readFileSync(join(directory, '.jsii'), 'utf8')) as {
    types: Record<string, { name: string; locationInModule: { filename: string } }>;
  };
  return Object.values(types).reduce((text, { name, locationInModule }) => {
    const entryPoint = entryPoints.find((room) => locationInModule.filename.startsWith(`lib/${room}/`));
    const imported = `import { ${name} } from 'cdktf-safe-eks`;
    return entryPoint === undefined ? text : text.replaceAll(`${imported}'`, `${imported}/${entryPoint}'`);
  }, markdown);
}

/** The first differing lines, as a unified diff where git is at hand. */
function difference(expected: string): string {
  const directory = mkdtempSync(join(tmpdir(), 'cdktf-safe-eks-api-'));
  try {
    const fresh = join(directory, 'API.md');
    writeFileSync(fresh, expected);
    const committed = existsSync(target) ? target : '/dev/null';
    const diff = spawnSync('diff', ['-u', '--label', 'API.md', '--label', 'lib/', committed, fresh], {
      encoding: 'utf8',
    });
    const lines = diff.stdout.split('\n');
    return lines.length > 80
      ? [...lines.slice(0, 80), `… and ${lines.length - 80} more lines`].join('\n')
      : lines.join('\n');
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function main(): void {
  const check = process.argv.includes('--check');
  const text = generate();
  if (!check) {
    writeFileSync(target, text);
    process.stderr.write(`API.md: ${text.split('\n').length - 1} lines\n`);
    return;
  }
  if (existsSync(target) && readFileSync(target, 'utf8') === text) {
    process.stderr.write('API.md is up to date\n');
    return;
  }
  process.stdout.write(`${difference(text)}\n`);
  process.stderr.write('API.md does not say what lib/ says. Run `npm run api` and commit the result.\n');
  process.exitCode = 1;
}

try {
  main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
