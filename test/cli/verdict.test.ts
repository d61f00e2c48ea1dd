/**
 * What a rehearsal comes to, and how that is said.
 */
import { expect, test } from '@jest/globals';
import { jsonResult, seedLines, seedsSummary, summaryLines } from '../../lib/cli/rehearse/summary';
import { exitCodeOf, judge } from '../../lib/cli/rehearse/verdict';
import type { Violation } from '../../lib/rehearsal';
import { operation, phaseOf } from '../rehearsal/report/played-life';

const CREATED = phaseOf([operation('aws_vpc.vpc', [0, 90])], { elapsed: 1234.5 });
const REFUSED = phaseOf([], {
  name: 'destroy',
  succeeded: false,
  errors: ['Instance cannot be destroyed: Resource aws_vpc.vpc has lifecycle.prevent_destroy set.'],
  startedAt: 90_000,
  endedAt: 90_000,
});
const REFUSAL: Violation = {
  time: 90_000,
  rule: 'terraform-failed',
  subject: 'destroy',
  message: REFUSED.errors[0]!,
};
const OUTAGE: Violation = {
  time: 30_000,
  rule: 'workload-down',
  subject: 'default/web',
  message: 'No pod ran for 0:40.',
};

test('a life without violations ends with 0, one with any with 1', () => {
  expect(exitCodeOf([judge([CREATED], [], false)])).toBe(0);
  expect(exitCodeOf([judge([CREATED], [], false), judge([CREATED], [OUTAGE], false)])).toBe(1);
});

test('a refusal of what is protected is no violation when protection was to be kept', () => {
  const verdict = judge([CREATED, REFUSED], [REFUSAL], true);
  expect(verdict).toEqual({ violations: [], refusals: REFUSED.errors });
  expect(exitCodeOf([verdict])).toBe(0);
});

test('the same refusal is one when protection was to be lifted', () => {
  expect(judge([CREATED, REFUSED], [REFUSAL], false)).toEqual({ violations: [REFUSAL], refusals: [] });
});

test('another failure stays one, whatever was refused beside it', () => {
  const verdict = judge([CREATED, REFUSED], [OUTAGE, REFUSAL], true);
  expect(verdict.violations).toEqual([OUTAGE]);
  expect(exitCodeOf([verdict])).toBe(1);
});

test('the end says what was rehearsed, how long it took, and where the picture is', () => {
  const verdict = judge([CREATED, REFUSED], [REFUSAL], true);
  expect(summaryLines({ seed: undefined, phases: [CREATED, REFUSED], verdict }, 'life.html')).toEqual([
    'Rehearsed create, destroy: 1:30 minutes of AWS in 1.2 seconds.',
    'Destroying was refused by 1 resource, as --keep-protection asks for.',
    'The timeline as a picture: life.html',
    'All went well.',
  ]);
});

test('each seed has a line, and below it whatever went wrong', () => {
  const well = { seed: 1, phases: [CREATED], verdict: judge([CREATED], [], false) };
  const wrong = { seed: 2, phases: [CREATED], verdict: judge([CREATED], [OUTAGE], false) };
  expect(seedLines(well)).toEqual(['seed   1: create 1:30: ok']);
  expect(seedLines(wrong)).toEqual([
    'seed   2: create 1:30: 1 violation',
    '  workload-down: default/web (create 0:30)',
    '      No pod ran for 0:40.',
  ]);
  expect(seedsSummary([well, wrong])).toBe('1 of 2 seeds went well.');
});

test('programs get the same as JSON', () => {
  const verdict = judge([CREATED], [OUTAGE], false);
  expect(jsonResult([{ seed: 2, phases: [CREATED], verdict }], undefined)).toEqual({
    exitCode: 1,
    lives: [
      {
        seed: 2,
        phases: [
          {
            name: 'create',
            succeeded: true,
            virtualSeconds: 90,
            realSeconds: 1.235,
            operations: 1,
            errors: [],
            warnings: [],
          },
        ],
        violations: [
          { rule: 'workload-down', subject: 'default/web', message: 'No pod ran for 0:40.', time: 30 },
        ],
        refusals: [],
      },
    ],
    picture: null,
  });
});
