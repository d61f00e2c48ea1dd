/**
 * Whole lives to rehearse: the questions that people have about a stack, each with the violations as the answer.
 */
import type { App } from 'cdktf';
import type { Rehearsal } from './run/rehearsal';
import { rehearse } from './run/rehearsal';
import type { RehearsalOptions } from './run/rehearsal-options';
import type { Violation } from './world/world';

/** How a life went. */
export interface Life {
  readonly rehearsal: Rehearsal;
  /** Nothing when all went well. */
  readonly violations: readonly Violation[];
}

/**
 * Whether an app comes up in an order that holds, and stays as it is: it is created, and then a plan must find nothing to do.
 */
export async function rehearseDeployment(
  source: App | string,
  options: RehearsalOptions = {},
): Promise<Life> {
  const rehearsal = rehearse(source, options);
  const created = await rehearsal.create();
  if (created.succeeded) {
    await rehearsal.plan();
  }
  return { rehearsal, violations: rehearsal.violations() };
}

/**
 * Whether an app can be changed while work goes on in it: it is created, changed, and then a plan must find nothing to do. All
 * workloads have to run all the time.
 *
 * @param next the app in its later form, or its folder
 */
export async function rehearseUpgrade(
  source: App | string,
  next: App | string,
  options: RehearsalOptions = {},
): Promise<Life> {
  const rehearsal = rehearse(source, options);
  const created = await rehearsal.create();
  if (created.succeeded && (await rehearsal.apply(next)).succeeded) {
    await rehearsal.plan();
  }
  return { rehearsal, violations: rehearsal.violations() };
}

/** Whether an app goes without a trace: it is created, its protection is lifted, it is destroyed, and nothing may be left. */
export async function rehearseDestruction(
  source: App | string,
  options: RehearsalOptions = {},
): Promise<Life> {
  const rehearsal = rehearse(source, options);
  const created = await rehearsal.create();
  if (created.succeeded) {
    await rehearsal.destroy({ liftProtection: true });
  }
  return { rehearsal, violations: rehearsal.violations() };
}
