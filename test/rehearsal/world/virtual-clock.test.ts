/**
 * Virtual time, and how long things take in it.
 */
import { expect, test } from '@jest/globals';
import { Durations } from '../../../lib/rehearsal/world/durations';
import { MINUTE, SECOND, VirtualClock } from '../../../lib/rehearsal/world/virtual-clock';

const RANGE = { shortest: 1 * MINUTE, typical: 2 * MINUTE, longest: 9 * MINUTE };

test('time stands until the clock is moved, and then jumps to what is due next', async () => {
  const clock = new VirtualClock();
  const awake: string[] = [];
  const sleeper = clock.sleep(5 * MINUTE, 'late').then(() => awake.push('late'));
  const other = clock.sleep(2 * MINUTE, 'soon').then(() => awake.push('soon'));
  await new Promise((resolve) => setImmediate(resolve));
  expect([clock.now, awake]).toEqual([0, []]);

  clock.wakeNext();
  await other;
  expect([clock.now, awake]).toEqual([2 * MINUTE, ['soon']]);
  clock.wakeNext();
  await sleeper;
  expect([clock.now, awake]).toEqual([5 * MINUTE, ['soon', 'late']]);
});

test('what is due at the same moment happens in the order of its key, and of one key in the order of asking', () => {
  const clock = new VirtualClock();
  const order: string[] = [];
  for (const [key, name] of [
    ['b', 'b1'],
    ['a', 'a1'],
    ['b', 'b2'],
    ['a', 'a2'],
  ] as const) {
    clock.later(SECOND, key, () => order.push(name));
  }
  while (clock.wakeNext());
  expect(order).toEqual(['a1', 'a2', 'b1', 'b2']);
});

test('a clock with nothing due says so and stays where it is', () => {
  const clock = new VirtualClock();
  expect(clock.wakeNext()).toBe(false);
  expect([clock.now, clock.nextDue]).toEqual([0, undefined]);
});

test('a wait of less than nothing is over at once', () => {
  const clock = new VirtualClock();
  clock.moveTo(MINUTE);
  clock.later(-SECOND, 'key', () => undefined);
  expect(clock.nextDue).toBe(MINUTE);
});

test('an operation that the table does not know is named', () => {
  expect(() => new Durations({}).of('eks:CreateCluster', 'a')).toThrow(
    'The table of durations has no row eks:CreateCluster.',
  );
});

test('without a seed everything takes its typical time', () => {
  expect(new Durations({ row: RANGE }).of('row', 'anything')).toBe(2 * MINUTE);
});

test('a seed gives the same times again, whatever was asked before', () => {
  const [one, other] = [new Durations({ row: RANGE }, 7), new Durations({ row: RANGE }, 7)];
  other.of('row', 'something else');
  const times = ['a', 'b', 'c', 'd'].map((key) => one.of('row', key));
  expect(['d', 'c', 'b', 'a'].map((key) => other.of('row', key)).reverse()).toEqual(times);
});

test('seeds take the ends of a range as often as all that lies between, and never leave it', () => {
  const times = Array.from({ length: 900 }, (_, seed) =>
    new Durations({ row: RANGE }, seed).of('row', 'key'),
  );
  const share = (wanted: (time: number) => boolean): number => times.filter(wanted).length / times.length;
  expect(share((time) => time < RANGE.shortest || time > RANGE.longest)).toBe(0);
  expect(share((time) => time === RANGE.shortest)).toBeCloseTo(1 / 3, 1);
  expect(share((time) => time === RANGE.longest)).toBeCloseTo(1 / 3, 1);
});
