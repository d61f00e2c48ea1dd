/**
 * How problems are collected and reported: all together, sorted, in whichever way an app is synthesized.
 */
import { expect, test } from '@jest/globals';
import type { TerraformStack } from 'cdktf';
import { Testing } from 'cdktf';
import { Construct } from 'constructs';
import type { ProblemCode } from '../../lib/validation/problem-codes';
import { SafeEksError } from '../../lib/validation/safe-eks-error';
import { SafetyReport } from '../../lib/validation/safety-report';
import { fake } from '../support/fake-resource';
import { errorsOf, messagesOf, newApp, newStack, problemsOf, synth, warningsOf } from '../support/synth';

/** Reports a problem of a code at a construct, as a check of props would. */
function report(construct: Construct, code: ProblemCode = 'SEKS1002', what = 'size 3 is odd'): void {
  SafetyReport.of(construct).add(construct, {
    code,
    what,
    fix: 'Give 4.',
    property: 'size',
    value: 3,
    limit: 'even',
  });
}

const ODD_AT_A = 'stack/A: size 3 is odd (SEKS1002). Give 4.';

test('problems of several constructs and stacks are thrown together, sorted by path and code', () => {
  const app = newApp();
  const [second, first] = [newStack(app, 'second'), newStack(app, 'first')];
  report(new Construct(second, 'A'));
  const b = new Construct(first, 'B');
  report(b, 'SEKS1003');
  report(b, 'SEKS1002');
  SafetyReport.of(first).addCheck(new Construct(first, 'A'), () => [
    { code: 'SEKS1101', what: 'w', fix: 'F.' },
  ]);

  expect(problemsOf(app)).toEqual([
    'SEKS1101 at first/A',
    'SEKS1002 at first/B',
    'SEKS1003 at first/B',
    'SEKS1002 at second/A',
  ]);
});

test('the message of one problem is the problem, that of several a list', () => {
  const app = newApp();
  const stack = newStack(app);
  report(new Construct(stack, 'A'));
  expect(() => {
    app.synth();
  }).toThrow(new Error(ODD_AT_A));

  report(new Construct(stack, 'B'));
  expect(() => {
    app.synth();
  }).toThrow(new Error(`2 problems:\n  - ${ODD_AT_A}\n  - stack/B: size 3 is odd (SEKS1002). Give 4.`));
});

test('the error carries the fields of its first problem', () => {
  const app = newApp();
  const stack = newStack(app);
  const a = new Construct(stack, 'A');
  report(new Construct(stack, 'B'), 'SEKS1003');
  report(a);
  const error = new SafeEksError(errorsOf(app));

  expect(error).toMatchObject({
    name: 'SafeEksError',
    code: 'SEKS1002',
    constructPath: 'stack/A',
    property: 'size',
    value: 3,
    limit: 'even',
  });
  expect(error.problems.map(({ construct }) => construct.node.path)).toEqual(['stack/A', 'stack/B']);
});

test('an app without problems is synthesized, and the guard renders nothing', () => {
  const app = newApp();
  const stack = newStack(app);
  fake(stack, 'resource');
  const without = synth(app).stack('stack').configuration;
  SafetyReport.of(stack);

  expect(synth(app).stack('stack').configuration).toEqual(without);
});

test('skipValidation does not skip these problems', () => {
  const app = newApp({ skipValidation: true });
  report(new Construct(newStack(app), 'A'));

  expect(problemsOf(app)).toEqual(['SEKS1002 at stack/A']);
});

test('HCL output is refused as well', () => {
  const app = newApp({ hclOutput: true });
  report(new Construct(newStack(app), 'A'));

  expect(problemsOf(app)).toEqual(['SEKS1002 at stack/A']);
});

test.each<[string, (stack: TerraformStack) => string]>([
  ['synth', (stack) => Testing.synth(stack)],
  ['synthHcl', (stack) => String(Testing.synthHcl(stack))],
  ['fullSynth', (stack) => Testing.fullSynth(stack)],
])('Testing.%s reports the problems of all stacks', (_, testing) => {
  const app = newApp();
  const [one, two] = [newStack(app, 'one'), newStack(app, 'two')];
  report(new Construct(one, 'A'));
  report(new Construct(two, 'A'));

  expect(() => testing(one)).toThrow(/^2 problems:\n {2}- one\/A: .*\n {2}- two\/A: /);
});

test('Testing.synth of a stack without problems succeeds although another has some', () => {
  const app = newApp();
  const [good, bad] = [newStack(app, 'good'), newStack(app, 'bad')];
  fake(good, 'resource');
  SafetyReport.of(good);
  report(new Construct(bad, 'A'));

  expect(JSON.parse(Testing.synth(good))).toHaveProperty('resource.terraform_data.resource');
});

test('a check sees the constructs that are made after it', () => {
  const app = newApp();
  const stack = newStack(app);
  const a = new Construct(stack, 'A');
  SafetyReport.of(a).addCheck(a, () =>
    a.node.children.length === 1 ? [] : [{ code: 'SEKS1002', what: 'there is no child', fix: 'Add one.' }],
  );

  expect(messagesOf(app)).toEqual(['stack/A: there is no child (SEKS1002). Add one.']);
  new Construct(a, 'Child');
  expect(messagesOf(app)).toEqual([]);
});

test('a warning becomes an annotation of its construct and does not stop synthesis', () => {
  const app = newApp();
  report(new Construct(newStack(app), 'A'), 'SEKS1203');

  const { annotations } = synth(app).stack('stack');
  expect(annotations.map(({ constructPath, level, message }) => [constructPath, level, message])).toEqual([
    ['stack/A', '@cdktf/warn', 'stack/A: size 3 is odd (SEKS1203). Give 4.'],
  ]);
});

test('a warning appears once, however often the app is synthesized', () => {
  const app = newApp();
  report(new Construct(newStack(app), 'A'), 'SEKS1203');
  synth(app);

  expect(warningsOf(app)).toHaveLength(1);
});

test('two warnings of a code at one construct are both there', () => {
  const app = newApp();
  const a = new Construct(newStack(app), 'A');
  report(a, 'SEKS1203', 'one');
  report(a, 'SEKS1203', 'two');

  expect(warningsOf(app)).toEqual(['stack/A: one (SEKS1203). Give 4.', 'stack/A: two (SEKS1203). Give 4.']);
});

test('two apps do not share their problems', () => {
  const bad = newApp();
  report(new Construct(newStack(bad), 'A'));
  const good = newApp();
  SafetyReport.of(newStack(good));

  expect(problemsOf(good)).toEqual([]);
});
