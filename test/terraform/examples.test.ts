/**
 * Every example in every state of its code, validated and planned by real Terraform with the real AWS provider.
 */
import { rmSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import type { SynthesizedStack } from '../../lib/testing';
import { SynthesizedApp } from '../../lib/testing';
import { exampleNames, stepsOf, synthesizeExample } from '../support/example';
import { describeTerraform } from './describe-terraform';
import type { RealTerraform } from './real-terraform';

/** The mirrors of most machines hold the AWS provider only. */
const MAY_BE_MISSING = ['kubernetes', 'helm'].map((name) => `registry.terraform.io/hashicorp/${name}`);

const STEPS = exampleNames().flatMap((name) =>
  stepsOf(name).map((step) => ({ ...step, title: `${name}/${step.name}` })),
);

/**
 * What has to be true of a stack. A plan checks all that `validate` does, so that one alone is for what cannot be planned.
 *
 * @returns whether it was planned; a stack whose provider is not here, or that builds on an applied one, is not
 */
async function expectGoodStack(
  terraform: RealTerraform,
  { directory, graph, configuration }: SynthesizedStack,
): Promise<boolean> {
  if ('import' in configuration) {
    // A plan would ask AWS for what is imported.
    expect(await terraform.validate(directory)).toMatchObject({ succeeded: true, diagnostics: [] });
    return false;
  }
  const plan = await terraform.plan(directory);
  if (plan.outcome === 'notRun') {
    const validation = await terraform.validate(directory);
    if (validation.outcome === 'notRun') {
      expect(validation.missingProviders).not.toEqual([]);
      expect(MAY_BE_MISSING).toEqual(expect.arrayContaining([...validation.missingProviders]));
    } else {
      expect(validation).toMatchObject({ succeeded: true, diagnostics: [] });
    }
    return false;
  }
  expect(plan).toMatchObject({ succeeded: true, diagnostics: [] });
  expect(plan.changes.map(({ address, action }) => `${address}: ${action}`).sort()).toEqual(
    graph.resources.map(({ address }) => `${address}: create`).sort(),
  );
  return true;
}

describeTerraform('the examples', (terraform) => {
  it.each(STEPS)('$title is valid, and its plan creates every resource and nothing else', async (step) => {
    const folder = synthesizeExample(step.example, {}, step);
    try {
      const planned = [];
      for (const stack of SynthesizedApp.fromDirectory(folder).stacks) {
        planned.push(await expectGoodStack(terraform, stack));
      }
      // The first stack builds on none of the others.
      expect(planned[0]).toBe(true);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
