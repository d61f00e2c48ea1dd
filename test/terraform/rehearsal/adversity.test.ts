/**
 * The quickstart in adverse times: durations at their extremes, services that refuse or are overloaded, a Terraform that dies.
 */
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Phase, Rehearsal } from '../../../lib/rehearsal';
import { Fault, rehearse } from '../../../lib/rehearsal';
import { synthesizeExample } from '../../support/example';
import { inParallel } from '../../support/in-parallel';
import { describeRehearsal } from '../describe-terraform';

/** `npm run rehearse:seeds` goes through two hundred. */
const SEEDS = Array.from({ length: 6 }, (_, seed) => seed + 1);

/** Each step would be a minute and more; which ones are tried changes with the quickstart. */
const EVERY = 6;

/** How many lives are played at once. */
const WIDTH = 3;

describeRehearsal('the quickstart in adverse times', () => {
  let quickstart: string;
  let orders: number;

  beforeAll(async () => {
    quickstart = synthesizeExample('quickstart');
    orders = (await rehearse(quickstart).create()).operations.length;
  });
  afterAll(() => {
    rmSync(quickstart, { recursive: true, force: true });
  });

  it(`holds its order however long things take, with ${String(SEEDS.length)} seeds`, async () => {
    const lives = await inParallel(SEEDS, WIDTH, async (seed) => {
      const rehearsal = rehearse(quickstart, { seed });
      const { startedAt, endedAt } = await rehearsal.create();
      await rehearsal.destroy({ liftProtection: true });
      const violations = rehearsal.violations().map((violation) => ({ seed, ...violation }));
      return { duration: endedAt - startedAt, violations };
    });
    const found = lives.flatMap(({ violations }) => violations);
    const durations = new Set(lives.map(({ duration }) => duration));
    expect(found).toEqual([]);
    // Seeds that changed nothing would prove nothing.
    expect(durations.size).toBe(SEEDS.length);
  });

  it('comes up after Terraform was killed at one of its steps, with nothing made twice and nothing lost', async () => {
    const addresses = (rehearsal: Rehearsal): string[] =>
      rehearsal.world
        .all()
        .flatMap(({ kind, address }) => (address === undefined ? [] : [`${kind} ${address}`]))
        .sort();
    const undisturbed = rehearse(quickstart);
    await undisturbed.create();
    const wanted = addresses(undisturbed);
    expect(wanted).toHaveLength(orders);
    const steps = Array.from({ length: orders }, (_, index) => index + 1).filter(
      (nth) => nth % EVERY === 0 || nth === 1 || nth === orders,
    );
    const lives = await inParallel(steps, WIDTH, async (nth) => {
      const rehearsal = rehearse(quickstart);
      const killed = await rehearsal.create({ faults: [Fault.killAt(nth)] });
      const resumed = await rehearsal.apply();
      return {
        nth,
        wasKilled: !killed.succeeded,
        errors: resumed.errors,
        made: addresses(rehearsal),
        violations: rehearsal.violations(),
      };
    });
    expect(lives).toEqual(
      steps.map((nth) => ({ nth, wasKilled: true, errors: [], made: wanted, violations: [] })),
    );
  });

  it('bears an overloaded service at every request, since the provider tries again', async () => {
    const throttled = await rehearse(quickstart).create({
      faults: Array.from({ length: orders }, (_, index) => Fault.throttle({ nth: index + 1, times: 3 })),
    });
    expect(throttled.errors).toEqual([]);
    expect(stepsNamed(throttled, 'throttled').length).toBeGreaterThan(orders);
  });

  it('comes up in a second apply when a request was refused, and destroys nothing for it', async () => {
    const rehearsal = rehearse(quickstart);
    const refused = await rehearsal.create({
      faults: [
        Fault.fail({ operation: 'eks:CreateNodegroup' }, 'LimitExceededException', 'too many node groups'),
      ],
    });
    expect(refused.errors.join()).toContain('LimitExceededException: too many node groups');
    const resumed = await rehearsal.apply();
    expect(resumed.errors).toEqual([]);
    expect(resumed.operations.filter(({ action }) => action === 'delete')).toEqual([]);
    expect((await rehearsal.plan()).changes).toEqual([]);
  });
});

function stepsNamed({ operations }: Phase, name: string): readonly unknown[] {
  return operations.flatMap(({ steps }) => steps.filter((step) => step.name === name));
}
