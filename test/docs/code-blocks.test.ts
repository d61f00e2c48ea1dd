/**
 * Every TypeScript block of the documentation compiles, and every complete program in it synthesizes.
 * How a block is marked is described in code-blocks.ts.
 */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as ts from 'typescript';
import {
  codeBlocks,
  documents,
  fileNameOf,
  isRun,
  locationOf,
  moduleOf,
  readDocument,
  root,
} from './code-blocks';
import type { CodeBlock, KnownExports } from './code-blocks';

const blocks = documents().flatMap((document) => codeBlocks(document, readDocument(document)));
const cases = blocks.map((block) => [locationOf(block), block] as const);

/** Inside the project, so that imports resolve the way they do in the examples. */
const folder = join(root, '.cache', 'docs');
const fileOf = (block: CodeBlock): string => join(folder, fileNameOf(block));

function knownExports(): KnownExports {
  const own = {
    '': 'cdktf-safe-eks',
    kubernetes: 'cdktf-safe-eks/kubernetes',
    testing: 'cdktf-safe-eks/testing',
  };
  return {
    cdktf: ['App', 'TerraformStack', 'TerraformOutput', 'LocalBackend', 'S3Backend', 'Fn', 'Lazy', 'Token'],
    constructs: ['Construct'],
    '@cdktf/provider-aws/lib/provider': ['AwsProvider'],
    ...Object.fromEntries(
      Object.entries(own)
        .filter(([room]) => existsSync(join(root, 'lib', room, 'index.ts')))
        // eslint-disable-next-line @typescript-eslint/no-require-imports -- the names are data, and differ per entry point
        .map(([, entryPoint]) => [entryPoint, Object.keys(require(entryPoint) as object)]),
    ),
  };
}

/** One program for all blocks: the declarations of the providers are read once. */
function compile(files: readonly string[]): readonly ts.Diagnostic[] {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path)) as {
    config: object;
  };
  const { options } = ts.parseJsonConfigFileContent(
    { ...config, include: [], files: [...files] },
    ts.sys,
    root,
  );
  // A block shows how something is made; what the reader does with it comes after the block.
  const program = ts.createProgram(files, { ...options, noUnusedLocals: false, noUnusedParameters: false });
  return [
    ...program.getOptionsDiagnostics(),
    ...files.flatMap((file) => {
      const source = program.getSourceFile(file);
      return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    }),
  ];
}

/** `README.md:14: error TS2322: …` */
function describeDiagnostic(block: CodeBlock, { file, start, code, messageText }: ts.Diagnostic): string {
  const line = file === undefined ? block.line : file.getLineAndCharacterOfPosition(start ?? 0).line + 1;
  return `${block.document}:${line}: error TS${code}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
}

let diagnostics: readonly ts.Diagnostic[] = [];

beforeAll(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const exports = knownExports();
  for (const block of blocks) {
    writeFileSync(fileOf(block), moduleOf(block, exports));
  }
  diagnostics = compile(blocks.map(fileOf));
});

test('the README shows code, and a complete program among it', () => {
  const inReadme = blocks.filter((block) => block.document === 'README.md');
  expect(inReadme.filter(isRun).length).toBeGreaterThan(0);
});

describe('compiles', () => {
  test('as one program', () => {
    const ofNoBlock = diagnostics.filter(({ file }) => file === undefined);
    expect(ofNoBlock.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual(
      [],
    );
  });

  test.each(cases)('%s', (_location, block) => {
    const problems = diagnostics.filter(({ file }) => file?.fileName === fileOf(block));
    expect(problems.map((problem) => describeDiagnostic(block, problem))).toEqual([]);
  });
});

describe('synthesizes', () => {
  test.each(cases.filter(([, block]) => isRun(block)))('%s', (location, block) => {
    const out = mkdtempSync(join(tmpdir(), 'cdktf-safe-eks-docs-'));
    const before = process.env['CDKTF_OUTDIR'];
    process.env['CDKTF_OUTDIR'] = out;
    try {
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- the block is a module of its own
      require(fileOf(block));
      if (!existsSync(join(out, 'stacks')) || readdirSync(join(out, 'stacks')).length === 0) {
        throw new Error('It synthesized no stack: end it with app.synth(), or mark it as ```ts compile.');
      }
    } catch (error) {
      throw new Error(`${location}: ${error instanceof Error ? error.message : String(error)}`, {
        cause: error,
      });
    } finally {
      if (before === undefined) {
        delete process.env['CDKTF_OUTDIR'];
      } else {
        process.env['CDKTF_OUTDIR'] = before;
      }
      rmSync(out, { recursive: true, force: true });
    }
  });
});
