/**
 * Taking turns with a Terraform that is made up here.
 */
import { expect, test } from '@jest/globals';
import type { BreakingPoint } from '../../../lib/rehearsal/run/conductor';
import { Conductor, settle } from '../../../lib/rehearsal/run/conductor';
import { MINUTE, VirtualClock } from '../../../lib/rehearsal/world/virtual-clock';

/** Plays a Terraform that orders things as others get done; returns what was done, with the minute. */
async function play(
  waves: readonly { readonly after?: string; readonly orders: Readonly<Record<string, number>> }[],
  breakingPoint?: BreakingPoint,
): Promise<{ readonly log: string[]; readonly ended: boolean }> {
  const clock = new VirtualClock();
  const conductor = new Conductor(clock, breakingPoint);
  const log: string[] = [];
  let open = 0;
  const order = (wave: (typeof waves)[number]): void => {
    for (const [name, minutes] of Object.entries(wave.orders)) {
      open++;
      void conductor
        .inTurn(name, async () => {
          log.push(`${name} begins at ${String(clock.now / MINUTE)}`);
          await clock.sleep(minutes * MINUTE, name);
        })
        .then(() => {
          log.push(`${name} is answered at ${String(clock.now / MINUTE)}`);
          open--;
          waves.filter(({ after }) => after === name).forEach(order);
        });
    }
  };
  waves.filter(({ after }) => after === undefined).forEach(order);
  const quiet = async (): Promise<boolean> => {
    await new Promise((resolve) => setImmediate(resolve));
    return open > 0;
  };
  return { ended: await conductor.conduct({ quiet }), log };
}

test('orders of one moment begin in the order of their names, whichever came first', async () => {
  const { log } = await play([{ orders: { c: 1, a: 1, b: 1 } }]);
  expect(log.slice(0, 3)).toEqual(['a begins at 0', 'b begins at 0', 'c begins at 0']);
});

test('time passes only until somebody is answered, so that what is ordered next begins at that moment', async () => {
  const { log, ended } = await play([
    { orders: { long: 10, short: 2 } },
    { after: 'short', orders: { next: 3 } },
  ]);
  expect(ended).toBe(true);
  expect(log).toEqual([
    'long begins at 0',
    'short begins at 0',
    'short is answered at 2',
    'next begins at 2',
    'next is answered at 5',
    'long is answered at 10',
  ]);
});

test('a run that breaks off before an order finishes what is under way and begins nothing more', async () => {
  const { log, ended } = await play(
    [
      { orders: { a: 5 } },
      { orders: { b: 1 } },
      { after: 'b', orders: { c: 1 } },
      { after: 'a', orders: { d: 1 } },
    ],
    { nth: 3, isAnswerLost: false },
  );
  expect(ended).toBe(false);
  expect(log).toEqual(['a begins at 0', 'b begins at 0', 'b is answered at 1', 'a is answered at 5']);
});

test('a lost answer leaves the order carried out and Terraform without an answer', async () => {
  const { log, ended } = await play([{ orders: { a: 5 } }, { after: 'a', orders: { b: 1 } }], {
    nth: 1,
    isAnswerLost: true,
  });
  expect(ended).toBe(false);
  expect(log).toEqual(['a begins at 0']);
});

test('an order that waits for something that never happens is an error, not an endless wait', async () => {
  const conductor = new Conductor(new VirtualClock());
  void conductor.inTurn('stuck', () => new Promise<void>(() => undefined));
  await expect(conductor.conduct({ quiet: () => Promise.resolve(true) })).rejects.toThrow(
    'The simulation waits for something that never happens.',
  );
});

test('an error of an order reaches whoever gave it', async () => {
  const conductor = new Conductor(new VirtualClock());
  let open = true;
  const order = conductor
    .inTurn('fails', () => Promise.reject(new Error('no')))
    .finally(() => {
      open = false;
    });
  const failed = expect(order).rejects.toThrow('no');
  await conductor.conduct({
    quiet: async () => {
      await new Promise((resolve) => setImmediate(resolve));
      return open;
    },
  });
  await failed;
});

test('between runs time passes for what goes on by itself, and no further', async () => {
  const clock = new VirtualClock();
  const done: string[] = [];
  clock.later(3 * MINUTE, 'soon', () => done.push('soon'));
  clock.later(30 * MINUTE, 'late', () => done.push('late'));
  await settle(clock, 10 * MINUTE);
  expect([done, clock.now]).toEqual([['soon'], 10 * MINUTE]);
});

test('an order that waits for something that never happens is named', async () => {
  const conductor = new Conductor(new VirtualClock());
  void conductor.inTurn('aws_sqs_queue.q create', async () => new Promise(() => undefined));
  await expect(conductor.conduct({ quiet: () => Promise.resolve(true) })).rejects.toThrow(
    'waits for something that never happens. Under way: aws_sqs_queue.q create.',
  );
});

test('an order that polls for ever is named too, whether it lets time pass or not', async () => {
  for (const pause of [MINUTE, 0]) {
    const clock = new VirtualClock();
    const conductor = new Conductor(clock);
    void conductor.inTurn('aws_sqs_queue.q create', async () => {
      for (let polls = 0; ; polls++) {
        await clock.sleep(pause, String(polls));
      }
    });
    await expect(conductor.conduct({ quiet: () => Promise.resolve(true) })).rejects.toThrow(
      'Under way: aws_sqs_queue.q create.',
    );
  }
});
