/**
 * What rules are given to work with, played on the stage that the tests of all rules use.
 */
import { expect, test } from '@jest/globals';
import { parseDuration } from '../../../lib/rehearsal/engine/active-call';
import { ApiError } from '../../../lib/rehearsal/engine/api-error';
import type { CreateCall } from '../../../lib/rehearsal/engine/rules';
import { NO_RULES } from '../../../lib/rehearsal/simulated-providers';
import { MINUTE, SECOND } from '../../../lib/rehearsal/world/virtual-clock';
import { Fault, FaultPlan } from '../../../lib/rehearsal/run/fault';
import { Stage } from '../stage';

const durations = { 'x:Create': { shortest: MINUTE, typical: 2 * MINUTE, longest: 3 * MINUTE } };

function stageWith(create: (call: CreateCall) => Promise<void>, faults: readonly Fault[] = []): Stage {
  const rules = { ...NO_RULES, resources: { thing: { create } } };
  return new Stage(rules, { durations, faults: new FaultPlan(faults) });
}

test('durations are read as Go writes them, and anything else is refused', () => {
  expect(['90s', '30m', '1h30m', '500ms'].map(parseDuration)).toEqual([
    90 * SECOND,
    30 * MINUTE,
    90 * MINUTE,
    500,
  ]);
  expect(() => parseDuration('soon')).toThrow('soon is not a duration such as 30m or 1h30m.');
  expect(() => parseDuration('10m!')).toThrow('10m! is not a duration');
});

test('the time of an operation and of a wait are steps of the timeline', async () => {
  let isReady = false;
  const stage = stageWith(async (call) => {
    call.exists('id');
    await call.takes('x:Create');
    await call.until(() => isReady, { step: 'waiting', every: 10 * SECOND, within: 5 * MINUTE });
  });
  stage.world.clock.later(3 * MINUTE, 'ready', () => (isReady = true));
  const { operation } = await stage.after(stage.create('thing', 'a', {}));
  expect(operation.outcome).toBe('done');
  expect(operation.steps).toEqual([
    { name: 'x:Create', from: 0, to: 2 * MINUTE },
    { name: 'waiting', from: 2 * MINUTE, to: 3 * MINUTE },
  ]);
});

test('a wait that is in vain ends when its time is over', async () => {
  const stage = stageWith(async (call) => {
    const within = call.timeout(20 * MINUTE);
    if (!(await call.until(() => false, { step: 'waiting', every: 7 * MINUTE, within }))) {
      throw new ApiError('Timeout', `after ${String(within / MINUTE)} minutes`);
    }
  });
  const quick = await stage.after(stage.create('thing', 'a', { timeouts: { create: '10m' } }));
  expect([quick.error, quick.minutes]).toEqual(['Timeout: after 10 minutes', 10]);
  const usual = await stage.after(stage.create('thing', 'b', {}));
  expect([usual.error, usual.minutes]).toEqual(['Timeout: after 20 minutes', 20]);
});

test('throttling costs time and not the call, up to the attempts that the provider makes', async () => {
  const create = async (call: CreateCall): Promise<void> => {
    await call.request('x:Create');
    call.exists('id');
  };
  const few = stageWith(create, [Fault.throttle({ times: 3 })]);
  const slow = await few.after(few.create('thing', 'a', {}));
  expect([slow.error, slow.minutes * 60]).toEqual([undefined, 1 + 2 + 4]);
  const many = stageWith(create, [Fault.throttle({ times: 26 })]);
  expect((await many.after(many.create('thing', 'a', {}))).error).toBe('ThrottlingException: Rate exceeded');
});

test('a refusal leaves nothing behind before the thing exists, and the thing after', async () => {
  const refusal = Fault.fail({ operation: 'x:Create' }, 'LimitExceededException', 'too many');
  const before = stageWith(
    async (call) => {
      await call.request('x:Create');
      call.exists('id');
    },
    [refusal],
  );
  const early = await before.after(before.create('thing', 'a', {}));
  expect([early.error, early.object]).toEqual(['LimitExceededException: too many', undefined]);
  const after = stageWith(
    async (call) => {
      call.exists('id', { status: 'CREATE_FAILED' });
      await call.request('x:Create');
    },
    [refusal],
  );
  const late = await after.after(after.create('thing', 'a', { name: 'n' }));
  expect(late.object?.attributes).toEqual({ id: 'id', name: 'n', status: 'CREATE_FAILED' });
});

test('invented names are the same on every run and differ between resources and between lives of one', async () => {
  const names: string[] = [];
  const stage = stageWith((call) => {
    names.push(call.newId('i-'));
    call.exists(names.at(-1)!);
    return Promise.resolve();
  });
  const first = await stage.after(stage.create('thing', 'a', {}));
  await stage.after(stage.delete('thing', 'a', first.object!));
  await stage.after(stage.create('thing', 'a', {}));
  await stage.after(stage.create('thing', 'b', {}));
  expect(new Set(names).size).toBe(3);
  const again: string[] = [];
  const other = stageWith((call) => {
    again.push(call.newId('i-'));
    call.exists(again.at(-1)!);
    return Promise.resolve();
  });
  await other.after(other.create('thing', 'a', {}));
  expect(again).toEqual(names.slice(0, 1));
});
