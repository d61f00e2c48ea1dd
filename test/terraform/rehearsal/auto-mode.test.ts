/**
 * The way to Auto Mode and back, with what runs on the cluster: real Terraform, simulated AWS; and what the real AWS provider plans from
 * the states that the rehearsal leaves.
 */
import { describe, expect, it } from '@jest/globals';
import { AutoModeState, UpgradeFrom } from '../../../lib';
import type { Phase, Rehearsal } from '../../../lib/rehearsal';
import { rehearse } from '../../../lib/rehearsal';
import type { Journey } from '../../support/auto-mode';
import { journey } from '../../support/auto-mode';
import { appOf, errorTextOf } from '../../support/rehearsed';
import { synth } from '../../support/synth';
import { describeRehearsal, describeTerraform } from '../describe-terraform';
import { expectRan } from '../results';
import { asWrittenByProvider } from '../terraform-state';

const { CLASSIC, BOTH, AUTO_ONLY } = AutoModeState;
const WORKLOADS = [{ name: 'web', replicas: 3, minAvailable: 2 }];

/** There and back, each one apply. */
const WAY: readonly (readonly [what: string, code: Journey, drained?: Readonly<Record<string, string>>])[] = [
  ['prepare', { state: CLASSIC }],
  ['switch it on', { state: BOTH }],
  ['let the node groups go', { state: BOTH, nodeGroups: 0 }],
  ['let their add-ons go', { state: AUTO_ONLY }],
  ['bring add-ons and node groups back', { state: BOTH }],
  ['switch it off', { state: CLASSIC }, { 'eks.amazonaws.com/compute-type': 'auto' }],
  ['clear away', {}],
];

async function started(code: Journey, workloads = WORKLOADS): Promise<Rehearsal> {
  const rehearsal = rehearse(appOf(journey, code), { workloads });
  expect((await rehearsal.create()).errors).toEqual([]);
  return rehearsal;
}

const briefly = (changes: readonly { readonly action: string; readonly address: string }[]): string[] =>
  changes.map(({ action, address }) => `${action} ${address.replace(/_[0-9A-F]{8}$/, '')}`);

describeRehearsal('a cluster on its way to Auto Mode and back', () => {
  it('keeps everything running, and its cluster, at every step', async () => {
    const rehearsal = await started({});
    const done: [string, string[]][] = [];
    for (const [what, code, drained] of WAY) {
      if (drained !== undefined) {
        await rehearsal.drain(drained);
      }
      const phase = await rehearsal.apply(appOf(journey, code));
      expect([what, phase.errors]).toEqual([what, []]);
      await rehearsal.pass(60);
      expect((await rehearsal.plan()).changes).toEqual([]);
      done.push([what, briefly(phase.operations).sort()]);
    }
    expect(done).toMatchSnapshot('what each apply does');
    const down = rehearsal.world.events.filter(({ what }) => what === 'workload-down');
    expect(down).toEqual([]);
    const configured = rehearsal.phases.flatMap(({ configurations }) => configurations);
    expect(configured.some(({ provider }) => provider === 'kubernetes')).toBe(true);
    expect(configured.filter(({ unknownArguments }) => unknownArguments.length > 0)).toEqual([]);
    expect(rehearsal.violations()).toEqual([]);
    expect((await rehearsal.destroy({ liftProtection: true })).errors).toEqual([]);
    expect(rehearsal.violations()).toEqual([]);
  });

  it('stops what runs on its nodes when nobody has drained them', async () => {
    const rehearsal = await started({ state: BOTH, nodeGroups: 0 });
    expect((await rehearsal.apply(appOf(journey, { state: BOTH }))).errors).toEqual([]);
    expect((await rehearsal.apply(appOf(journey, { state: CLASSIC }))).errors).toEqual([]);
    expect(rehearsal.world.events.map(({ what }) => what)).toContain('workload-down');
  });

  it('gives the roles their rights before the switch, and takes them after it', async () => {
    const inOneApply = { cluster: { upgradeFrom: UpgradeFrom.anything('A test of the order') } };
    const rehearsal = await started(inOneApply, []);
    const on = await rehearsal.apply(appOf(journey, { ...inOneApply, state: BOTH }));
    const off = await rehearsal.apply(appOf(journey, inOneApply));
    expect([on.errors, off.errors]).toEqual([[], []]);
    const spansOf = ({ operations }: Phase, pattern: RegExp): { from: number; to: number } => {
      const found = operations.filter(({ address }) => pattern.test(address));
      expect(found.length).toBeGreaterThan(0);
      const from = Math.min(...found.map(({ startedAt }) => startedAt));
      return { from, to: Math.max(...found.map(({ endedAt }) => endedAt)) };
    };
    const [rights, cluster] = [/aws_iam_role_policy_attachment/, /aws_eks_cluster/];
    expect(spansOf(on, rights).to).toBeLessThanOrEqual(spansOf(on, cluster).from);
    expect(spansOf(off, rights).from).toBeGreaterThanOrEqual(spansOf(off, cluster).to);
    expect(rehearsal.violations()).toEqual([]);
  });
});

describeRehearsal('a step that would leave something without what it lives by', () => {
  it.each<[string, Journey, Journey, RegExp]>([
    ['from classic nodes to Auto Mode alone', {}, { state: AUTO_ONLY }, /SEKS8006/],
    [
      'from both to Auto Mode alone with the node groups going in the same apply',
      { state: BOTH },
      { state: AUTO_ONLY },
      /take CNI and DNS.*SEKS8006/s,
    ],
    ['from Auto Mode alone to classic nodes', { state: AUTO_ONLY }, { state: CLASSIC }, /SEKS8007/],
    ['by leaving Auto Mode out of the code', { state: BOTH }, {}, /SEKS8007/],
  ])('is refused before anything changes: %s', async (_what, before, after, wanted) => {
    const rehearsal = await started(before, []);
    const phase = await rehearsal.apply(appOf(journey, after));
    expect(errorTextOf(phase)).toMatch(wanted);
    expect(phase.operations).toEqual([]);
  });
});

describeTerraform('the real provider on the way to Auto Mode and back', (terraform) => {
  describe('between neighbouring states', () => {
    it('updates the cluster in place or not at all', async () => {
      const rehearsal = await started({}, []);
      const planned: [string, string[]][] = [];
      for (const [what, code] of WAY) {
        const app = appOf(journey, code);
        const state = asWrittenByProvider(rehearsal.stateOf('stack')!);
        const plan = expectRan(await terraform.plan(synth(app).stack('stack').directory, { state }));
        expect(plan.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
        planned.push([what, briefly(plan.changes.filter(({ action }) => action !== 'no-op')).sort()]);
        expect((await rehearsal.apply(appOf(journey, code))).errors).toEqual([]);
      }
      expect(planned).toMatchSnapshot('what the provider plans');
      expect(JSON.stringify(planned)).not.toContain('replace');
    });

    it('is in place for a cluster that was made with other flags, by whatever tool', async () => {
      const rehearsal = await started({ state: CLASSIC }, []);
      const flags = /("bootstrap_(?:self_managed_addons|cluster_creator_admin_permissions)":) ?false/g;
      const ours = rehearsal.stateOf('stack')!;
      for (const value of ['true', 'null']) {
        const theirs = ours.replace(flags, `$1 ${value}`);
        expect(theirs).not.toBe(ours);
        const { directory } = synth(appOf(journey, { state: BOTH })).stack('stack');
        const plan = expectRan(await terraform.plan(directory, { state: asWrittenByProvider(theirs) }));
        expect(briefly(plan.changes.filter(({ action }) => action !== 'no-op'))).toEqual([
          'update aws_eks_cluster.Cluster',
        ]);
      }
    });
  });
});
