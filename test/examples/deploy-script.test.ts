/**
 * The script of the example `pipeline`: it applies what was reviewed, or nothing. Terraform is played by a script that answers with a
 * recorded plan; the review is the real one.
 */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

const ROOT = resolve(__dirname, '../..');
const SCRIPT = join(ROOT, 'examples/pipeline/deploy.sh');
const PLANS = join(ROOT, 'test/fixtures/plans');

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'safe-eks-deploy-'));
  mkdirSync(join(folder, 'tmp'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Deployed {
  readonly status: number | null;
  readonly output: string;
  /** What Terraform was told, without paths. */
  readonly calls: readonly string[];
}

function deploy(
  plan: string,
  options: readonly string[] = [],
  environment: NodeJS.ProcessEnv = {},
): Deployed {
  const log = join(folder, 'calls');
  const terraform = join(folder, 'terraform');
  writeFileSync(
    terraform,
    [
      '#!/bin/sh',
      `echo "$@" >> '${log}'`,
      'case "$2" in',
      `  show) cat '${join(PLANS, `${plan}.json`)}' ;;`,
      '  plan) for option; do case "$option" in -out=*) echo plan > "${option#-out=}" ;; esac; done ;;',
      '  apply) test -f "$4" ;;',
      'esac',
      '',
    ].join('\n'),
  );
  chmodSync(terraform, 0o755);
  const result = spawnSync(SCRIPT, ['prod', ...options], {
    cwd: ROOT,
    encoding: 'utf8',
    env: {
      ...process.env,
      PATH: `${folder}:${process.env['PATH'] ?? ''}`,
      TMPDIR: join(folder, 'tmp'),
      APP: 'true',
      SAFE_EKS: `${process.execPath} --require ${require.resolve('tsx/cjs')} lib/cli/safe-eks.ts`,
      CDKTF_OUTDIR: 'cdktf.out',
      ...environment,
    },
  });
  const calls = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : [];
  return {
    status: result.status,
    output: result.stdout + result.stderr,
    calls: calls.map((call) =>
      call.replace(/^-chdir=cdktf\.out\/stacks\/prod /, '').replace(/[^\s=]*\/(?=plan\.)/g, ''),
    ),
  };
}

/** What the script leaves; what runs TypeScript has a cache of its own. */
function leftBehind(): string[] {
  return readdirSync(join(folder, 'tmp')).filter((name) => !name.startsWith('tsx-'));
}

const PLANNED = ['init -input=false', 'plan -input=false -out=plan.out', 'show -json plan.out'];

test('a harmless plan is applied as it was reviewed, and leaves no file behind', () => {
  const { status, calls } = deploy('upgrade-in-order');
  expect([status, calls]).toEqual([0, [...PLANNED, 'apply -input=false plan.out']]);
  expect(leftBehind()).toEqual([]);
});

test('a dangerous plan is refused, and nothing is applied', () => {
  const { status, calls, output } = deploy('cluster-renamed');
  expect([status, calls]).toEqual([1, PLANNED]);
  expect(output).toContain('cluster-replaced');
  expect(leftBehind()).toEqual([]);
});

test('what comes after the stack goes to the review', () => {
  const accepted = deploy('metrics-removed', [
    '--warnings-as-errors',
    '--accept',
    'other-addon-deleted=helm installs it',
  ]);
  expect([accepted.status, accepted.calls.length]).toEqual([0, 4]);
  expect(deploy('metrics-removed', ['--warnings-as-errors']).status).toBe(1);
});

test('a pull request is reviewed and not applied', () => {
  const { status, calls } = deploy('upgrade-in-order', [], { APPLY: 'no' });
  expect([status, calls]).toEqual([0, PLANNED]);
});

test('an app that does not synthesize ends it', () => {
  const { status, calls } = deploy('upgrade-in-order', [], { APP: 'false' });
  expect([status, calls]).toEqual([1, []]);
});
