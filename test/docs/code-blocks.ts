/**
 * Finds the TypeScript code blocks of the documentation and turns each into a file that compiles on its own.
 *
 * The word after the language says what a block is:
 * - ```` ```ts ````: a complete program; one that contains `new App(` is also run and has to synthesize;
 * - ```` ```ts compile ````: a complete program that is only compiled (a user's unit test, say);
 * - ```` ```ts fragment ````: some lines out of a program; what they leave out (imports of this library, `app`, `stack`,
 *   `network`, `cluster`) is declared around them, and they are only compiled;
 * - ```` ```ts synth ````: a fragment that is also run, inside a small but real app.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(__dirname, '..', '..');

const kinds = ['program', 'compile', 'fragment', 'synth'] as const;
type Kind = (typeof kinds)[number];

export interface CodeBlock {
  /** The document, relative to the project. */
  readonly document: string;
  /** The line of the opening fence, counted from one. */
  readonly line: number;
  readonly kind: Kind;
  readonly code: string;
}

/** `README.md:12`, which editors and terminals open at a click. */
export function locationOf(block: CodeBlock): string {
  return `${block.document}:${block.line}`;
}

/** The documents whose code blocks are checked; API.md is generated from lib/. */
export function documents(): string[] {
  const inFolders = ['docs', 'examples']
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) =>
        join(folder, file),
      ),
    )
    .filter((file) => file.endsWith('.md') && !file.includes('node_modules'));
  return [
    ...['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md'].filter((file) =>
      existsSync(join(root, file)),
    ),
    ...inFolders.sort(),
  ];
}

export function readDocument(document: string): string {
  return readFileSync(join(root, document), 'utf8');
}

/** The TypeScript blocks of a document, in their order. */
export function codeBlocks(document: string, markdown: string): CodeBlock[] {
  const blocks: CodeBlock[] = [];
  let open: { fence: string; indent: string; info: string; line: number; lines: string[] } | undefined;
  for (const [index, text] of markdown.split('\n').entries()) {
    const fence = /^(\s*)(`{3,}|~{3,})(.*)$/.exec(text);
    if (open === undefined) {
      if (fence !== null) {
        const [, indent = '', ticks = '', info = ''] = fence;
        open = { fence: ticks, indent, info: info.trim(), line: index + 1, lines: [] };
      }
    } else if (fence?.[2]?.startsWith(open.fence) === true && fence[3]?.trim() === '') {
      const kind = kindOf(open.info, `${document}:${open.line}`);
      if (kind !== undefined) {
        blocks.push({ document, line: open.line, kind, code: open.lines.join('\n') });
      }
      open = undefined;
    } else {
      open.lines.push(text.startsWith(open.indent) ? text.slice(open.indent.length) : text.trimStart());
    }
  }
  if (open !== undefined) {
    throw new Error(`${document}:${open.line}: this code block is never closed`);
  }
  return blocks;
}

function kindOf(info: string, location: string): Kind | undefined {
  const [language = '', marker = 'program', ...rest] = info.split(/\s+/);
  if (language !== 'ts' && language !== 'typescript') {
    return undefined;
  }
  const kind = kinds.find((known) => known === marker);
  if (kind === undefined || rest.length > 0) {
    throw new Error(
      `${location}: '${info}' is not a kind of code block; known are ts, ts ${kinds.slice(1).join(', ts ')}`,
    );
  }
  return kind;
}

/** Whether a block is run, too. */
export function isRun(block: CodeBlock): boolean {
  return block.kind === 'synth' || (block.kind === 'program' && block.code.includes('new App('));
}

/** What the entry points export, by module name: a fragment need not import it. */
export type KnownExports = Readonly<Record<string, readonly string[]>>;

/**
 * A module with the block at the very lines it has in its document, so that compiler messages and stack traces
 * point into the document. Whatever surrounds a fragment shares the line of the fence, or follows the block.
 */
export function moduleOf(block: CodeBlock, exports: KnownExports): string {
  const [before, after] = surroundings(block, exports);
  return `${'\n'.repeat(block.line - 1)}${before}\n${block.code}\n${after}\n`;
}

function surroundings(block: CodeBlock, exports: KnownExports): [before: string, after: string] {
  switch (block.kind) {
    case 'program':
    case 'compile':
      return ['', 'export {};'];
    case 'fragment':
      return around(block.code, exports, {
        app: 'declare const app: App;',
        stack: 'declare const stack: TerraformStack;',
        network: 'declare const network: EksVpc;',
        cluster: 'declare const cluster: SafeEksCluster;',
      });
    case 'synth': {
      const [before, after] = around(block.code, exports, {
        app: 'const app = new App();',
        stack:
          "const stack = new TerraformStack(app, 'prod'); new AwsProvider(stack, 'aws', { region: 'eu-west-1' });",
        network:
          "const network = new EksVpc(stack, 'Vpc', { availabilityZones: ['eu-west-1a', 'eu-west-1b'], cidr: '10.0.0.0/16' });",
        cluster:
          "const cluster = new SafeEksCluster(stack, 'Cluster', { clusterName: 'prod', version: KubernetesVersion.V1_34, network }); " +
          "cluster.grantClusterAdmin('admin', 'arn:aws:iam::111122223333:role/platform-admin');",
      });
      return [before, `${after} app.synth();`];
    }
  }
}

/** The declarations that the code does not make itself, each only if something mentions it, and their imports. */
function around(
  code: string,
  exports: KnownExports,
  declarations: Readonly<Record<string, string>>,
): [before: string, after: string] {
  const declared = (name: string): boolean =>
    new RegExp(`\\b(const|let|class|function|enum|interface|type)\\s+${name}\\b`).test(code) ||
    new RegExp(`import\\b[^;]*\\b${name}\\b[^;]*\\bfrom\\b`).test(code);
  const mentioned = (name: string, text: string): boolean => new RegExp(`(?<![.\\w$])${name}\\b`).test(text);

  // Later declarations need earlier ones: a cluster a network, a network a stack.
  let needed = `${code}\napp.synth();`;
  const chosen: string[] = [];
  for (const [name, declaration] of Object.entries(declarations).reverse()) {
    if (!declared(name) && mentioned(name, needed)) {
      chosen.unshift(declaration);
      needed += `\n${declaration}`;
    }
  }
  const imports = Object.entries(exports).flatMap(([module, names]) => {
    const used = names.filter((name) => !declared(name) && mentioned(name, needed));
    return used.length > 0 ? [`import { ${used.join(', ')} } from '${module}';`] : [];
  });
  return [[...imports, ...chosen].join(' '), 'export {};'];
}

/** A file name that tells where the block comes from. */
export function fileNameOf(block: CodeBlock): string {
  return `${block.document.replace(/[^\w.-]+/g, '_')}-line-${block.line}.ts`;
}
