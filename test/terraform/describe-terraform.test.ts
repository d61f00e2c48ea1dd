/**
 * Proves that tests which cannot run are seen not to run: jest is started on the harness's own tests, without Terraform.
 */
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { REQUIRE_VARIABLE } from './describe-terraform';
import { BINARY_VARIABLE } from '../../lib/rehearsal/terraform/find-terraform';
import { MIRROR_VARIABLE } from './mirror';

const PROJECT = path.join(__dirname, '..', '..');
const NO_BINARY = path.join(os.tmpdir(), 'there-is-no-terraform-here');

interface JestReport {
  readonly success: boolean;
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
}

/** Runs the harness's tests in another process and gives jest's report and what a person would see. */
function runHarness(environment: NodeJS.ProcessEnv): { report: JestReport; seen: string } {
  const result = spawnSync(
    process.execPath,
    [
      require.resolve('jest/bin/jest'),
      '--selectProjects=terraform',
      '--runTestsByPath',
      path.join(__dirname, 'harness.test.ts'),
      '--json',
      '--ci',
    ],
    {
      cwd: PROJECT,
      encoding: 'utf8',
      env: { ...process.env, [REQUIRE_VARIABLE]: '', [MIRROR_VARIABLE]: '', ...environment },
    },
  );
  return { report: JSON.parse(result.stdout) as JestReport, seen: result.stderr };
}

describe('describeTerraform', () => {
  it('skips the tests without Terraform, and says so', () => {
    const { report, seen } = runHarness({ [BINARY_VARIABLE]: NO_BINARY });
    expect(report).toMatchObject({ success: true, numPassedTests: 0, numFailedTests: 0 });
    expect(report.numPendingTests).toBeGreaterThan(10);
    expect(seen.match(/NOT RUN/g)).toHaveLength(1);
    expect(seen).toContain(`Install Terraform, or name its binary in ${BINARY_VARIABLE}.`);
  });

  it('fails without Terraform where it is required', () => {
    const { report } = runHarness({ [BINARY_VARIABLE]: NO_BINARY, [REQUIRE_VARIABLE]: '1' });
    expect(report).toMatchObject({ success: false, numPassedTests: 0 });
    expect(report.numFailedTests).toBeGreaterThan(0);
  });

  it('fails when the environment names a mirror without the AWS provider', () => {
    // The order of the checks is Terraform first, so a stand-in makes this test independent of the machine.
    const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'safe-eks-stand-in-'));
    const standIn = path.join(directory, 'terraform');
    fs.writeFileSync(standIn, '#!/bin/sh\necho \'{ "terraform_version": "1.11.4" }\'\n', { mode: 0o755 });
    try {
      const { report } = runHarness({ [BINARY_VARIABLE]: standIn, [MIRROR_VARIABLE]: directory });
      expect(report).toMatchObject({ success: false, numPassedTests: 0 });
    } finally {
      fs.rmSync(directory, { recursive: true, force: true });
    }
  });
});
