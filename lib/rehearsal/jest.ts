/**
 * Entry point `cdktf-safe-eks/rehearsal/jest`: import it in a test, and `expect` knows how to rehearse an app.
 *
 * A rehearsal takes seconds: give such tests a time-out of a minute.
 */
import { expect } from '@jest/globals';
import type { App } from 'cdktf';
import type { Life } from './lives';
import { rehearseDeployment, rehearseDestruction, rehearseUpgrade } from './lives';
import type { RehearsalOptions } from './run/rehearsal-options';

interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

declare module 'expect' {
  // eslint-disable-next-line @typescript-eslint/no-unused-vars -- an augmentation must repeat the parameters
  interface Matchers<R extends void | Promise<void>, T = unknown> {
    /** The app, or the folder of a synthesized one, is created without a violation, and a plan afterwards is empty. */
    toDeployInOrder(options?: RehearsalOptions): Promise<R>;
    /** It changes into its later form without a violation: all workloads run all the time, and a plan afterwards is empty. */
    toUpgradeWithoutDowntime(next: App | string, options?: RehearsalOptions): Promise<R>;
    /** It is created, its protection is lifted, it is destroyed, and nothing is left behind. */
    toDestroyCleanly(options?: RehearsalOptions): Promise<R>;
  }
}

expect.extend({
  async toDeployInOrder(source: unknown, options?: RehearsalOptions) {
    return judge('to deploy in order', await rehearseDeployment(source as App | string, options));
  },
  async toUpgradeWithoutDowntime(source: unknown, next: App | string, options?: RehearsalOptions) {
    const life = await rehearseUpgrade(source as App | string, next, options);
    return judge('to upgrade without downtime', life);
  },
  async toDestroyCleanly(source: unknown, options?: RehearsalOptions) {
    return judge('to destroy cleanly', await rehearseDestruction(source as App | string, options));
  },
});

function judge(expectation: string, { violations }: Life): MatcherResult {
  const pass = violations.length === 0;
  const list = violations.map(({ rule, subject, message }) => `  ${rule}: ${subject}\n    ${message}`);
  return {
    pass,
    message: () =>
      pass
        ? `Expected the app not ${expectation}, and the rehearsal found nothing wrong.`
        : `Expected the app ${expectation}, and the rehearsal found:\n\n${list.join('\n')}`,
  };
}
