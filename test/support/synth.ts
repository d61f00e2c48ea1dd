/**
 * Apps for tests: made in a folder of their own, really synthesized, read back, removed after the test.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AwsProviderConfig } from '@cdktf/provider-aws/lib/provider';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { afterEach } from '@jest/globals';
import type { AppConfig } from 'cdktf';
import { App, LocalBackend, TerraformStack } from 'cdktf';
import { SynthesizedApp } from '../../lib/testing';
import { describeProblem, type Problem } from '../../lib/validation/problem';
import { SafeEksError } from '../../lib/validation/safe-eks-error';

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) {
    rmSync(folder, { recursive: true, force: true });
  }
});

/** An app with an output folder that is removed after the test; make it within the test, not before all. */
export function newApp(config: AppConfig = {}): App {
  const outdir = mkdtempSync(join(tmpdir(), 'safe-eks-test-'));
  folders.push(outdir);
  return new App({ outdir, ...config });
}

/** A stack with a local backend and an AWS provider for eu-west-1, or for the region that is named. */
export function newStack(
  app: App,
  name = 'stack',
  region = 'eu-west-1',
  aws: AwsProviderConfig = {},
): TerraformStack {
  const stack = new TerraformStack(app, name);
  new LocalBackend(stack, { path: `${name}.tfstate` });
  new AwsProvider(stack, 'aws', { region, ...aws });
  return stack;
}

/** Synthesizes an app as the command line would, and reads what it wrote. */
export function synth(app: App): SynthesizedApp {
  return SynthesizedApp.of(app);
}

/** The problems that stop an app from being synthesized; any other exception passes through. */
export function errorsOf(app: App): readonly Problem[] {
  try {
    app.synth();
  } catch (error) {
    if (error instanceof SafeEksError) {
      return error.problems;
    }
    throw error;
  }
  return [];
}

/** The problems that stop an app, each as `SEKS2001 at stack/Cluster/workers`; none when it is synthesized. */
export function problemsOf(app: App): string[] {
  return errorsOf(app).map(({ code, construct }) => `${code} at ${construct.node.path}`);
}

/** The problems that stop an app as their full messages. */
export function messagesOf(app: App): string[] {
  return errorsOf(app).map(describeProblem);
}

/** The warnings of an app that can be synthesized, as their full messages. */
export function warningsOf(app: App): string[] {
  return synth(app).stacks.flatMap(({ annotations }) => annotations.map(({ message }) => message));
}
