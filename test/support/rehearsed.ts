/**
 * Short words for tests of rehearsals: the app of a fixture, and what a rehearsal said.
 */
import type { App } from 'cdktf';
import type { Phase, Rehearsal } from '../../lib/rehearsal';
import { newApp } from './synth';

/** The app that a fixture makes, removed after the test. */
export function appOf<Given extends readonly unknown[]>(
  build: (app: App, ...given: Given) => void,
  ...given: Given
): App {
  const app = newApp();
  build(app, ...given);
  return app;
}

/** Everything that Terraform reported as errors. */
export function errorTextOf({ errors }: Phase): string {
  return errors.join('\n');
}

/** The names of all rules that were violated, in the order of time. */
export function rulesOf(rehearsal: Rehearsal): readonly string[] {
  return rehearsal.violations().map(({ rule }) => rule);
}

/** What a violated rule says; nothing when it holds. */
export function messageOf(rehearsal: Rehearsal, rule: string): string | undefined {
  return rehearsal.violations().find((violation) => violation.rule === rule)?.message;
}

/** How long one operation took, in virtual minutes. */
export function minutesOf({ operations }: Phase, address: string, action = 'create'): number {
  const found = operations.find((operation) => operation.address === address && operation.action === action);
  if (found === undefined) {
    throw new Error(`Terraform did not ${action} ${address}.`);
  }
  return (found.endedAt - found.startedAt) / 60_000;
}

/** What Terraform planned, such as `replace aws_eks_cluster.cluster`, sorted. */
export function changesOf({ changes }: Phase): readonly string[] {
  return changes.map(({ action, address }) => `${action} ${address}`).sort();
}

/** What was done, such as `delete aws_eks_addon.cni`, in the order in which it began. */
export function stepsOf({ operations }: Phase): readonly string[] {
  return operations.map(({ action, address }) => `${action} ${address}`);
}
