/**
 * `safe-eks convert-aws-auth`: what it shows, what it writes, and how it ends.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { convertAwsAuth } from '../../lib/access/aws-auth';
import { UsageError } from '../../lib/cli/command';
import { CONVERT_HELP, readConvertArguments } from '../../lib/cli/convert-aws-auth/arguments';
import { tableText } from '../../lib/cli/convert-aws-auth/table';
import { runProgram } from '../../lib/cli/program';
import { RecordingTerminal } from './recording-terminal';

const NODES = 'arn:aws:iam::111122223333:role/nodes';
const DEV = 'arn:aws:iam::111122223333:role/dev';
const FILE = `data:
  mapRoles: |
    - rolearn: ${NODES}
      username: system:node:{{EC2PrivateDNSName}}
      groups: [system:bootstrappers, system:nodes]
    - rolearn: ${DEV}
      username: dev|ops
      groups: [devs]
`;

let folder = '';
let file = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'safe-eks-convert-'));
  file = join(folder, 'aws-auth.yaml');
  writeFileSync(file, FILE);
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function convert(...arguments_: string[]): Promise<{ code: number; said: string; complaints: string }> {
  const terminal = new RecordingTerminal();
  const code = await runProgram(['convert-aws-auth', ...arguments_], terminal);
  return { code, said: terminal.lines.join('\n'), complaints: terminal.complaints.join('\n') };
}

test('a file is shown as a table and as code, and what is left to decide ends with 1', async () => {
  const { code, said } = await convert(file);
  expect(code).toBe(1);
  expect(said).toMatchSnapshot();
});

test('when everything is said, the end is 0', async () => {
  const { code, said } = await convert(
    file,
    '--self-managed-role',
    NODES,
    '--role',
    DEV,
    '--account=111122223333',
  );
  expect(code).toBe(0);
  expect(said).toContain(`cluster.access.registerNodes('nodes', '${NODES}', AccessEntryType.EC2_LINUX);`);
  expect(said).toContain('2 lines: 2 exact.');
});

test('the code goes into a file, but never over one', async () => {
  const output = join(folder, 'access.ts');
  const first = await convert(file, '--output', output, '--cluster-variable', 'this.cluster');
  expect(first.code).toBe(1);
  expect(first.said).toContain(`The code is in ${output}.`);
  const written = readFileSync(output, 'utf8');
  expect(written).toContain(`this.cluster.access.grant('dev', '${DEV}', {`);
  expect(first.said).not.toContain('this.cluster.access');

  const second = await convert(file, '--output', output);
  expect(second.code).toBe(2);
  expect(second.complaints).toMatch(
    /access\.ts cannot be written: .*\. Name a file that does not exist yet, in a folder that does\./,
  );
  expect(readFileSync(output, 'utf8')).toBe(written);
  expect((await convert(file, '--output', folder)).complaints).toContain('EEXIST');
  const missing = await convert(file, '--output', join(folder, 'none', 'access.ts'));
  expect(missing).toMatchObject({ code: 2, said: '' });
  expect(missing.complaints).toContain('ENOENT');
});

test('a broken file ends with 2, names line and column, and nothing is written', async () => {
  writeFileSync(file, FILE.replace('username: dev|ops', 'username: {{SessionName}}'));
  const output = join(folder, 'access.ts');
  const { code, said, complaints } = await convert(file, '--output', output);
  expect(code).toBe(2);
  expect(said).toBe('');
  expect(complaints).toBe(
    `${file}:7:17: username is a map, not a text. Write a text, in quotes if it has braces in it.`,
  );
  expect(existsSync(output)).toBe(false);
});

test('for programs there is JSON, and nothing else', async () => {
  const { code, said } = await convert(file, '--json');
  const result = JSON.parse(said) as {
    exitCode: number;
    mappings: { kind: string; code: string }[];
    code: string;
  };
  expect(result.exitCode).toBe(code);
  expect(result.mappings).toMatchObject([
    { section: 'mapRoles', line: 3, column: 7, principal: NODES, kind: 'NEEDS_DECISION' },
    {
      line: 6,
      kind: 'EXACT',
      entry: { id: 'dev', type: 'STANDARD', userName: 'dev|ops', kubernetesGroups: ['devs'] },
    },
  ]);
  expect(result.code).toContain(result.mappings[1]!.code);
});

test('Markdown has its signs escaped', async () => {
  const { said } = await convert(file, '--markdown', '--table-only');
  expect(said).toContain(`| mapRoles:6 | EXACT | ${DEV} | groups devs; user 'dev\\|ops' |`);
  expect(said).not.toContain('```');
  expect((await convert(file, '--markdown')).said).toMatch(/\n```ts\n[^]*\n```$/);
});

test('the table alone is shown when that is asked for', async () => {
  const { said } = await convert(file, '--table-only');
  expect(said).not.toContain('cluster.access');
});

test('files as PowerShell writes them are read, and what is no text is not', async () => {
  writeFileSync(file, Buffer.from(`\ufeff${FILE}`, 'utf16le'));
  expect((await convert(file, '--table-only')).said).toContain('mapRoles:6');
  writeFileSync(file, Buffer.from([0x6d, 0xc3, 0x28]));
  const refused = await convert(file);
  expect(refused.code).toBe(2);
  expect(refused.complaints).toContain('is no text in UTF-8');
  writeFileSync(file, Buffer.from(FILE, 'utf16le'));
  expect((await convert(file)).complaints).toContain('is no text in UTF-8');
});

test('more lines than a call takes arguments are shown', () => {
  const conversion = convertAwsAuth('mapAccounts: [1]');
  const mappings = conversion.mappings.flatMap((each) => new Array<typeof each>(200_000).fill(each));
  expect(tableText({ ...conversion, mappings })).toContain('200000 lines: 200000 impossible.');
});

test('a device without an end is not read to it', async () => {
  const { code, complaints } = await convert('/dev/zero');
  expect(code).toBe(2);
  expect(complaints).toBe('/dev/zero is too large for a ConfigMap. Name the file with aws-auth.');
});

test('a file that is not there, or far too large, is named', async () => {
  const missing = await convert(join(folder, 'nothing.yaml'));
  expect(missing).toMatchObject({ code: 2, said: '' });
  expect(missing.complaints).toMatch(/nothing\.yaml cannot be read: .*ENOENT/);
  expect((await convert(folder)).complaints).toMatch(/cannot be read: .*EISDIR/);
  writeFileSync(file, 'x'.repeat(9 * 1024 * 1024));
  expect((await convert(file)).complaints).toMatch(/is too large for a ConfigMap/);
});

test('a dash reads standard input', () => {
  const program = join(__dirname, '..', '..', 'lib', 'cli', 'safe-eks.ts');
  const tsx = join(__dirname, '..', '..', 'node_modules', 'tsx', 'dist', 'cli.mjs');
  const run = (input: string) =>
    spawnSync(process.execPath, [tsx, program, 'convert-aws-auth', '-', '--json'], {
      input,
      encoding: 'utf8',
    });
  const { status, stdout } = run(FILE);
  expect([status, (JSON.parse(stdout) as { exitCode: number }).exitCode]).toEqual([1, 1]);
  const broken = run('mapRoles: 1');
  expect([broken.status, broken.stdout]).toEqual([2, '']);
  expect(broken.stderr).toMatch(/^standard input:1:\d+: mapRoles is /);
});

test.each([
  [[], 'Name one file, or - for standard input; 0 are named.'],
  [['a', 'b'], 'Name one file, or - for standard input; 2 are named.'],
  [['a', '--json', '--markdown'], '--json and --markdown do not go together.'],
  [['a', '--table-only', '--output', 'x'], '--table-only and --output do not go together.'],
  [['a', '--table-only', '--json'], '--table-only and --json do not go together.'],
  [['a', '--sso-region', 'Ireland'], "'Ireland' is no region, such as eu-west-1."],
  [['a', '--cluster-variable', 'a b'], "'a b' is no name of a variable"],
  [['a', '--stern'], /--stern/],
])('%j is a mistake', (arguments_, message) => {
  expect(() => readConvertArguments(arguments_)).toThrow(UsageError);
  expect(() => readConvertArguments(arguments_)).toThrow(message);
});

test('every option is explained', () => {
  const named = ['account', 'sso-region', 'role', 'managed-role', 'self-managed-role', 'cluster-variable'];
  const more = ['output', 'table-only', 'markdown', 'json'];
  expect([...named, ...more].filter((option) => !CONVERT_HELP.includes(`  --${option} `))).toEqual([]);
});
