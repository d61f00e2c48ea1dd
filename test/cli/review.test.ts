/**
 * `safe-eks review`: what it shows, and how it ends.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { readReviewArguments } from '../../lib/cli/review/arguments';
import { runProgram } from '../../lib/cli/program';
import { RecordingTerminal } from './recording-terminal';

const PLANS = join(__dirname, '..', 'fixtures', 'plans');
const SKIPPED = join(PLANS, 'minor-skipped.json');

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'safe-eks-review-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function review(...arguments_: string[]): Promise<{ code: number; said: string; complaints: string }> {
  const terminal = new RecordingTerminal();
  const code = await runProgram(['review', ...arguments_], terminal);
  return { code, said: terminal.lines.join('\n'), complaints: terminal.complaints.join('\n') };
}

function fileWith(content: string | Buffer): string {
  const file = join(folder, 'plan');
  writeFileSync(file, content);
  return file;
}

test('an error ends with 1, and says why and what to do', async () => {
  const { code, said } = await review(SKIPPED);
  expect(code).toBe(1);
  expect(said).toBe(
    [
      'ERROR    minor-skipped  aws_eks_cluster.main',
      '    The cluster prod goes from 1.33 to 1.35. EKS upgrades by one minor version at a time and refuses',
      '    this halfway through the apply.',
      '    Upgrade minor by minor, the nodes each time as well.',
      '',
      '1 error, 0 warnings.',
    ].join('\n'),
  );
});

test('nothing, and what is accepted, end with 0', async () => {
  expect(await review(join(PLANS, 'nothing-changes.json'))).toMatchObject({
    code: 0,
    said: 'Nothing was found.',
  });
  expect(await review(SKIPPED, '--accept', 'minor-skipped@aws_eks_cluster.main=a=b')).toMatchObject({
    code: 0,
  });
});

test('warnings end with 0, unless they are to count', async () => {
  const file = join(PLANS, 'metrics-removed.json');
  expect(await review(file)).toMatchObject({ code: 0 });
  expect(await review(file, '--warnings-as-errors')).toMatchObject({ code: 1 });
});

test('a destroy has to be said', async () => {
  const file = join(PLANS, 'destroy.json');
  expect(await review(file)).toMatchObject({ code: 1 });
  expect(await review(file, '--destroy')).toMatchObject({ code: 0 });
});

test('programs get JSON, and code scanning SARIF', async () => {
  const json = JSON.parse((await review(SKIPPED, '--json')).said) as unknown;
  expect(json).toMatchObject({ exitCode: 1, findings: [{ rule: 'minor-skipped', paths: ['version'] }] });
  const sarif = JSON.parse((await review(SKIPPED, '--sarif')).said) as {
    readonly runs: readonly {
      readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
      readonly results: readonly { readonly ruleIndex: number; readonly ruleId: string }[];
    }[];
  };
  expect(sarif).toMatchObject({ version: '2.1.0', runs: [{ results: [{ level: 'error' }] }] });
  const [run] = sarif.runs;
  const [result] = run!.results;
  expect(run!.tool.driver.rules[result!.ruleIndex]?.id).toBe(result!.ruleId);
  expect(result).toMatchObject({
    locations: [{ logicalLocations: [{ fullyQualifiedName: 'aws_eks_cluster.main' }] }],
  });
});

test('a byte order mark and UTF-16, as PowerShell writes it, are read', async () => {
  const text = `\ufeff${readFileSync(SKIPPED, 'utf8')}`;
  expect(await review(fileWith(text))).toMatchObject({ code: 1 });
  expect(await review(fileWith(Buffer.from(text, 'utf16le')))).toMatchObject({ code: 1 });
});

test.each([
  ['a binary plan', 'PK\u0003\u0004', /is the binary file of terraform plan -out\..*show -json/],
  ['a log', '{"@level":"info"}\n{"@level":"info"}\n', /is the log of terraform plan -json/],
  ['a text', 'Plan: 1 to add', /is not JSON/],
  ['a list', '[]', /is not JSON, or no object/],
  ['a state', '{"version":4,"lineage":"x"}', /is a state file and no plan/],
])('%s is refused by its name', async (_, content, complaint) => {
  const { code, said, complaints } = await review(fileWith(content));
  expect({ code, said }).toEqual({ code: 2, said: '' });
  expect(complaints).toMatch(complaint);
});

test('a file that is not there, and wrong usage, end with 2', async () => {
  expect((await review(join(folder, 'none'))).complaints).toMatch(/cannot be read: .*ENOENT/);
  expect((await review()).complaints).toMatch(/Name one file.*\nSee: safe-eks review --help/);
  expect((await review('-', '--json', '--sarif')).complaints).toMatch(/do not go together/);
  expect((await review('-', '--accept', 'minor-skipped= ')).complaints).toMatch(/--accept needs RULE=REASON/);
  expect((await review('-', '--accept', 'minor=x')).complaints).toMatch(/There is no rule minor\./);
});

test('an address may have an equals sign in the key of an index', () => {
  const { accept } = readReviewArguments(['-', '--accept', 'cni-replaced@module.a["x=y"].b.c=why = so']);
  expect(accept).toEqual([{ rule: 'cni-replaced', address: 'module.a["x=y"].b.c', reason: 'why = so' }]);
});
