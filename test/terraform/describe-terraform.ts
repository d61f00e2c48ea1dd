/**
 * `describe` for tests that need real Terraform. Where there is none, they are reported as skipped and a banner says so:
 * a suite that did not run must never look like one that passed.
 */
import { describe, it, jest } from '@jest/globals';
import type { InstallationSearch } from './installation';
import { findInstallation } from './installation';
import { RealTerraform } from './real-terraform';

/** Set it to `1` where the tests have to run, as in CI: what is missing is then a failure. */
export const REQUIRE_VARIABLE = 'SAFE_EKS_REQUIRE_TERRAFORM';

// A plan takes about five seconds on an idle machine; two at once on a busy one take much longer.
const TEST_TIMEOUT_MILLISECONDS = 180_000;

let found: InstallationSearch | undefined;
let bannerShown = false;

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
      body(new RealTerraform(search.installation));
    });
    return;
  }
  showBanner(search.missing, search.remedy);
  if (search.isMistake || process.env[REQUIRE_VARIABLE] === '1') {
    describe(title, () => {
      it('has Terraform and the AWS provider', () => {
        throw new Error(`${search.missing} ${search.remedy}`);
      });
    });
  }
  describe.skip(title, () => {
    body(unavailable(search.missing));
  });
}

function unavailable(reason: string): RealTerraform {
  return new Proxy(Object.create(RealTerraform.prototype) as RealTerraform, {
    get: () => {
      throw new Error(`Terraform was used outside of a test, and it is not available. ${reason}`);
    },
  });
}

/** Once per test file, straight to the terminal: jest would hide or decorate what goes through `console`. */
function showBanner(missing: string, remedy: string): void {
  if (bannerShown) {
    return;
  }
  bannerShown = true;
  const line = '!'.repeat(100);
  process.stderr.write(
    [
      '',
      line,
      '!! NOT RUN: the tests that need real Terraform and the real AWS provider are SKIPPED.',
      `!! ${missing}`,
      `!! ${remedy}`,
      `!! With ${REQUIRE_VARIABLE}=1 this is a failure.`,
      line,
      '',
      '',
    ].join('\n'),
  );
}
