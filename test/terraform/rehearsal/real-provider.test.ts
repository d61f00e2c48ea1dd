/**
 * What a rehearsal leaves in its state, shown to the real AWS provider: it must find what it would have written itself, and plan
 * the changes that the simulation plans.
 */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { rehearse } from '../../../lib/rehearsal';
import { SynthesizedApp } from '../../../lib/testing';
import { autoModeCluster, recordedSubnets } from '../../support/naive-stacks';
import { newApp, synth } from '../../support/synth';
import { describeTerraform } from '../describe-terraform';
import { expectRan } from '../results';
import type { TerraformState } from '../terraform-state';
import { asWrittenByProvider } from '../terraform-state';
import type { ExampleLife } from './example-lives';
import { lifeOf } from './example-lives';

describeTerraform('the state of a rehearsal', (terraform) => {
  let life: ExampleLife;
  let first: string;
  let last: string;
  beforeAll(() => {
    life = lifeOf('quickstart');
    first = life.forms[0]!.folder;
    last = life.forms.at(-1)!.folder;
  });
  afterAll(() => {
    life.dispose();
  });

  /** The changes that the real provider plans, as `action address`, without those that change nothing. */
  async function plannedByProvider(folder: string, state: TerraformState): Promise<readonly string[]> {
    const [stack] = SynthesizedApp.fromDirectory(folder).stacks;
    const plan = expectRan(await terraform.plan(stack!.directory, { state }));
    expect(plan.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(plan.changes.length).toBeGreaterThan(0);
    return plan.changes
      .filter(({ action }) => action !== 'no-op')
      .map(({ action, address }) => `${action} ${address}`)
      .sort();
  }

  async function rehearsedState(folder: string, stack: string): Promise<TerraformState> {
    const rehearsal = rehearse(folder);
    expect((await rehearsal.create()).errors).toEqual([]);
    return asWrittenByProvider(rehearsal.stateOf(stack)!);
  }

  it('leaves the real provider nothing to do', async () => {
    const state = await rehearsedState(first, 'quickstart');
    expect(await plannedByProvider(first, state)).toEqual([]);
  });

  it('lets the real provider plan the same upgrade', async () => {
    const rehearsal = rehearse(first);
    await rehearsal.create();
    const state = asWrittenByProvider(rehearsal.stateOf('quickstart')!);
    const rehearsed = (await rehearsal.apply(last)).changes.map(
      ({ action, address }) => `${action} ${address}`,
    );
    expect(rehearsed).toContain('update aws_eks_cluster.Cluster_EB0386A7');
    expect(await plannedByProvider(last, state)).toEqual([...rehearsed].sort());
  });

  it('lets the real provider replace the cluster where the rehearsal does', async () => {
    const before = newApp();
    recordedSubnets(before, false);
    synth(before);
    const state = await rehearsedState(before.outdir, 'naive');
    const after = newApp();
    autoModeCluster(after, false);
    synth(after);
    expect(await plannedByProvider(after.outdir, state)).toEqual(['replace aws_eks_cluster.cluster']);
  });
});
