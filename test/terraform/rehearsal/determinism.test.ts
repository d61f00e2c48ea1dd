/**
 * The same rehearsal gives the same times, whatever else the machine does.
 */
import { rmSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Phase } from '../../../lib/rehearsal';
import { rehearse } from '../../../lib/rehearsal';
import { synthesizeExample } from '../../support/example';
import { describeRehearsal } from '../describe-terraform';

/** Keeps a core busy until it is terminated. */
const BUSY = 'while (true) { Math.sqrt(2); }';

describeRehearsal('a rehearsal', () => {
  let quickstart: string;

  beforeAll(() => {
    quickstart = synthesizeExample('quickstart');
  });
  afterAll(() => {
    rmSync(quickstart, { recursive: true, force: true });
  });

  async function timelines(seed: number): Promise<unknown[]> {
    const rehearsal = rehearse(quickstart, { seed });
    const phases = [await rehearsal.create(), await rehearsal.destroy({ liftProtection: true })];
    return [...phases.map(timeline), rehearsal.world.events];
  }

  it('has the same timeline every time, to the millisecond, also on a machine with other work to do', async () => {
    const quiet = await timelines(5);
    expect(await timelines(5)).toEqual(quiet);
    expect(await timelines(6)).not.toEqual(quiet);
    const load = Array.from({ length: 2 }, () => new Worker(BUSY, { eval: true }));
    try {
      expect(await timelines(5)).toEqual(quiet);
    } finally {
      await Promise.all(load.map(async (worker) => worker.terminate()));
    }
  });
});

function timeline({ operations }: Phase): unknown {
  return operations;
}
