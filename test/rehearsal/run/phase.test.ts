/**
 * What is wrong with a phase, whatever the services say.
 */
import { expect, test } from '@jest/globals';
import type { Phase } from '../../../lib/rehearsal';
import { violationsOfPhase } from '../../../lib/rehearsal/run/phase';
import type { WorldObject } from '../../../lib/rehearsal';

function phase(part: Partial<Phase>): Phase {
  return {
    name: 'create',
    succeeded: true,
    isTroubled: false,
    errors: [],
    warnings: [],
    changes: [],
    operations: [],
    stacks: [],
    configurations: [],
    startedAt: 0,
    endedAt: 60_000,
    elapsed: 1,
    ...part,
  };
}

const CHANGE = { stack: 'prod', address: 'aws_vpc.main', action: 'update' };
const thing = (kind: string, attributes: WorldObject['attributes'] = {}, address?: string): WorldObject => ({
  kind,
  id: 'x-1',
  region: 'eu-west-1',
  attributes,
  ...(address === undefined ? {} : { address }),
});

test('an error of Terraform is a violation, unless the trouble was made on purpose', () => {
  const failed = phase({ succeeded: false, errors: ['aws_vpc.main: no'] });
  expect(violationsOfPhase(failed, false, [])).toEqual([
    { time: 60_000, rule: 'terraform-failed', subject: 'create', message: 'aws_vpc.main: no' },
  ]);
  expect(violationsOfPhase({ ...failed, isTroubled: true }, false, [])).toEqual([]);
});

test('a simulation that breaks down is a violation of its own, also amid troubles on purpose', () => {
  const texts = [
    'aws_vpc.main: The simulated provider failed in ApplyResourceChange of aws_vpc: Error: no',
    'Provider produced inconsistent result after apply: This is a bug in the provider, which should be reported.',
  ];
  const failed = phase({ succeeded: false, isTroubled: true, errors: [...texts, 'aws_vpc.main: no'] });
  expect(violationsOfPhase(failed, false, [])).toMatchObject([
    { rule: 'simulation-failed', message: texts[0] },
    { rule: 'simulation-failed', message: texts[1] },
  ]);
  expect(violationsOfPhase({ ...failed, isTroubled: false }, false, [])).toMatchObject([
    { rule: 'simulation-failed' },
    { rule: 'simulation-failed' },
    { rule: 'terraform-failed', message: 'aws_vpc.main: no' },
  ]);
});

test('what a stack left that the app no longer has is said to be of that stack', () => {
  const left = [thing('aws_subnet', {}, 'aws_subnet.a')];
  expect(violationsOfPhase(phase({ name: 'destroy' }), false, left, () => 'old')).toMatchObject([
    { rule: 'left-behind', message: expect.stringContaining('the app has its stack old no longer') },
  ]);
});

test('a change that a plan finds is a violation right after an apply, and no other time', () => {
  const plan = phase({ name: 'plan', changes: [CHANGE] });
  expect(violationsOfPhase(plan, true, [])).toMatchObject([
    { rule: 'plan-not-empty', subject: 'prod aws_vpc.main' },
  ]);
  expect(violationsOfPhase(plan, false, [])).toEqual([]);
  expect(violationsOfPhase(phase({ name: 'apply', changes: [CHANGE] }), true, [])).toEqual([]);
});

test('what is left after everything was destroyed is a violation, but not what stays by design', () => {
  const destroyed = phase({ name: 'destroy' });
  const left = [
    thing('network-interface'),
    thing('aws_subnet', {}, 'aws_subnet.a'),
    thing('aws_kms_key pending deletion'),
    thing('aws_cloudwatch_log_group', { skip_destroy: true }),
  ];
  expect(violationsOfPhase(destroyed, false, left)).toMatchObject([
    { rule: 'left-behind', subject: 'network-interface x-1' },
    { rule: 'left-behind', subject: 'aws_subnet.a' },
  ]);
  expect(violationsOfPhase(phase({ name: 'create' }), false, left)).toEqual([]);
});
