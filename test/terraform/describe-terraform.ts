/**
 * `describe` for tests that need real Terraform. Where there is none, they are reported as skipped and a banner says so:
 * a suite that did not run must never look like one that passed.
 */
import { afterAll, describe, it, jest } from '@jest/globals';
import { BINARY_VARIABLE, findTerraform } from '../../lib/rehearsal/terraform/find-terraform';
import type { InstallationSearch } from './installation';
import { findInstallation } from './installation';
import { RealTerraform } from './real-terraform';
import { SharedProvider } from './shared-provider';

/** Set it to `1` where the tests have to run, as in CI: what is missing is then a failure. */
export const REQUIRE_VARIABLE = 'SAFE_EKS_REQUIRE_TERRAFORM';

// A plan takes about five seconds on an idle machine; two at once on a busy one take much longer.
const TEST_TIMEOUT_MILLISECONDS = 180_000;

let found: InstallationSearch | undefined;
const bannersShown = new Set<string>();

/**
 * Registers tests that need real Terraform and the AWS provider.
 *
 * Without them the body is called all the same, so that every test is listed as skipped; the `terraform` that it gets
 * throws when it is used while tests are collected.
 */
export function describeTerraform(title: string, body: (terraform: RealTerraform) => void): void {
  found ??= findInstallation();
  const search = found;
  if (search.kind === 'available') {
    describe(title, () => {
      jest.setTimeout(TEST_TIMEOUT_MILLISECONDS);
      const provider = new SharedProvider(search.installation);
      afterAll(() => provider.end());
      body(new RealTerraform(search.installation, {}, provider));
    });
    return;
  }
  describeSkipped(title, 'real Terraform and the real AWS provider', search, () => {
    body(unavailable(search.missing));
  });
}

/** Registers tests that need real Terraform and no provider: a rehearsal simulates those. */
export function describeRehearsal(title: string, body: () => void): void {
  const terraform = findTerraform();
  if (terraform.kind === 'found') {
    describe(title, () => {
      jest.setTimeout(TEST_TIMEOUT_MILLISECONDS);
      body();
    });
    return;
  }
  const remedy = `Install Terraform, or name its binary in ${BINARY_VARIABLE}.`;
  describeSkipped(title, 'real Terraform', { missing: terraform.reason, remedy, isMistake: false }, body);
}

function describeSkipped(
  title: string,
  needed: string,
  reason: { readonly missing: string; readonly remedy: string; readonly isMistake: boolean },
  body: () => void,
): void {
  const { missing, remedy, isMistake } = reason;
  showBanner(needed, missing, remedy);
  if (isMistake || process.env[REQUIRE_VARIABLE] === '1') {
    describe(title, () => {
      it(`has ${needed}`, () => {
        throw new Error(`${missing} ${remedy}`);
      });
    });
  }
  describe.skip(title, body);
}

function unavailable(reason: string): RealTerraform {
  return new Proxy(Object.create(RealTerraform.prototype) as RealTerraform, {
    get: () => {
      throw new Error(`Terraform was used outside of a test, and it is not available. ${reason}`);
    },
  });
}

/** Once per test file, straight to the terminal: jest would hide or decorate what goes through `console`. */
function showBanner(needed: string, missing: string, remedy: string): void {
  if (bannersShown.has(needed)) {
    return;
  }
  bannersShown.add(needed);
  const line = '!'.repeat(100);
  process.stderr.write(
    [
      '',
      line,
      `!! NOT RUN: the tests that need ${needed} are SKIPPED.`,
      `!! ${missing}`,
      `!! ${remedy}`,
      `!! With ${REQUIRE_VARIABLE}=1 this is a failure.`,
      line,
      '',
      '',
    ].join('\n'),
  );
}
