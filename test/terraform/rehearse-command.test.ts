/**
 * `safe-eks rehearse` as people run it: a process, with the real Terraform.
 */
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { DataAwsAmi } from '@cdktf/provider-aws/lib/data-aws-ami';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import type { App } from 'cdktf';
import type { JsonResult } from '../../lib/cli/rehearse/summary';
import { newStack } from '../support/synth';
import { describeRehearsal } from './describe-terraform';
import type { SynthesizedApp } from './synthesize';
import { synthesize } from './synthesize';

const ROOT = path.resolve(__dirname, '..', '..');
const TSX = path.join(ROOT, 'node_modules', 'tsx', 'dist', 'cli.mjs');
const PROGRAM = path.join(ROOT, 'lib', 'cli', 'safe-eks.ts');

interface Run {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A network that is kept by `prevent_destroy`, and logs beside it. */
function keptNetwork(retentionInDays: number): (app: App) => void {
  return (app) => {
    const stack = newStack(app, 'tiny');
    new Vpc(stack, 'Network', { cidrBlock: '10.0.0.0/16', lifecycle: { preventDestroy: true } });
    new CloudwatchLogGroup(stack, 'Logs', { name: '/tiny', retentionInDays });
  };
}

describeRehearsal('safe-eks rehearse', () => {
  let app: SynthesizedApp;
  let next: SynthesizedApp;
  let folder: string;

  const run = (...options: string[]): Run => {
    const result = spawnSync(process.execPath, [TSX, PROGRAM, 'rehearse', ...options], {
      cwd: folder,
      encoding: 'utf8',
      env: {
        ...process.env,
        TSX_TSCONFIG_PATH: path.join(ROOT, 'tsconfig.json'),
      },
    });
    return { exitCode: result.status, stdout: result.stdout, stderr: result.stderr };
  };

  /** A command that synthesizes by copying what was synthesized before. */
  const copy = (from: SynthesizedApp): string => {
    const script = `require('fs').cpSync('${from.outputDirectory}', process.env.CDKTF_OUTDIR, { recursive: true })`;
    return `"${process.execPath}" -e "${script}"`;
  };

  beforeAll(() => {
    app = synthesize(keptNetwork(7));
    next = synthesize(keptNetwork(30));
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'safe-eks-cli-'));
  });

  afterAll(() => {
    app.dispose();
    next.dispose();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  it('plays the life of the app of cdktf.json and of its next form, and ends with 0', () => {
    fs.writeFileSync(path.join(folder, 'cdktf.json'), JSON.stringify({ app: copy(app) }));
    const { exitCode, stdout, stderr } = run('--next-app', copy(next));
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^create tiny\n {4}0:0\d created aws_\w+\.\w+ \(0:0\d\)\n/);
    expect(stdout).toMatch(/● \+ vpc Network/);
    expect(stdout).toMatch(/plan: nothing to change[^]*apply: [^]*~ cloudwatch_log_group Logs/);
    expect(stdout).toMatch(
      /Rehearsed create, plan, apply, plan, lift protection, destroy: .* minutes of AWS/,
    );
    expect(stdout).toMatch(/The timeline as a picture: rehearsal\.html\nAll went well\.\n$/);
    expect(exitCode).toBe(0);
    expect(fs.readFileSync(path.join(folder, 'rehearsal.html'), 'utf8')).toMatch(/^<!doctype html>/);
  });

  it('reports that what is protected refused to go, when protection is kept', () => {
    const { exitCode, stdout } = run('--directory', app.outputDirectory, '--keep-protection', '--no-picture');
    expect(stdout).toMatch(/Destroying was refused by 1 resource, as --keep-protection asks for\./);
    expect(exitCode).toBe(0);
  });

  it('plays one life for each seed', () => {
    const { exitCode, stdout } = run('--directory', app.outputDirectory, '--seeds', '2');
    expect(stdout).toMatch(
      /^seed {3}1: create \d+:\d\d, destroy \d+:\d\d: ok\nseed {3}2: .*: ok\n2 of 2 seeds went well\.\n$/,
    );
    expect(exitCode).toBe(0);
  });

  it('names what went wrong and ends with 1, for programs as JSON', () => {
    const broken = synthesize((brokenApp) => {
      const stack = newStack(brokenApp, 'tiny');
      const vpc = new Vpc(stack, 'Network', { cidrBlock: '10.0.0.0/16' });
      vpc.addOverride('lifecycle.postcondition', [
        {
          condition: '${self.cidr_block == "10.1.0.0/16"}',
          error_message: 'It has to be the other network.',
        },
      ]);
    });
    const { exitCode, stdout } = run('--directory', broken.outputDirectory, '--json', '--no-picture');
    broken.dispose();
    const result = JSON.parse(stdout) as JsonResult;
    expect(result.lives[0]!.violations).toMatchObject([
      { rule: 'terraform-failed', message: expect.stringContaining('It has to be the other network.') },
    ]);
    expect(result.exitCode).toBe(1);
    expect(exitCode).toBe(1);
  });

  it('believes what --image says of an image', () => {
    const choosy = synthesize((choosyApp) => {
      const stack = newStack(choosyApp, 'tiny');
      const image = new DataAwsAmi(stack, 'Image', { filter: [{ name: 'image-id', values: ['ami-0a'] }] });
      const vpc = new Vpc(stack, 'Network', { cidrBlock: '10.0.0.0/16' });
      vpc.addOverride('lifecycle.precondition', [
        {
          condition: `\${${image.fqn}.architecture == "arm64"}`,
          error_message: 'It has to be for Graviton.',
        },
      ]);
    });
    const { outputDirectory } = choosy;
    const [fit, unfit] = ['arm64', 'x86_64'].map((architecture) =>
      run('--directory', outputDirectory, '--no-picture', '--image', `ami-0a=1.35/${architecture}`),
    );
    choosy.dispose();
    expect(fit!.exitCode).toBe(0);
    expect(unfit!.stdout).toMatch(/It has to be for Graviton\./);
    expect(unfit!.exitCode).toBe(1);
  });

  it('says what to do when there is nothing that it can rehearse', () => {
    const { exitCode, stdout, stderr } = run('--directory', folder);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/holds no manifest\.json, so no app was synthesized into it/);
    expect(exitCode).toBe(2);
  });
});
