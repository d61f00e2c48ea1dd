/**
 * Taking a risk knowingly: what an acknowledgement silences, and when it is itself a problem.
 */
import { expect, test } from '@jest/globals';
import type { App, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import type { ProblemCode } from '../../lib/validation/problem-codes';
import { SafeEks } from '../../lib/validation/safe-eks';
import { SafetyReport } from '../../lib/validation/safety-report';
import { errorsOf, messagesOf, newApp, newStack, problemsOf, synth, warningsOf } from '../support/synth';

const WARNING = 'SEKS1203';
const SILENCEABLE_ERROR = 'SEKS3005';

interface Fixture {
  readonly app: App;
  readonly stack: TerraformStack;
  /** The construct that has the problem, at `stack/A/B`. */
  readonly b: Construct;
}

function withProblem(code: ProblemCode): Fixture {
  const app = newApp();
  const stack = newStack(app);
  const b = new Construct(new Construct(stack, 'A'), 'B');
  SafetyReport.of(b).add(b, { code, what: 'it is risky', fix: 'Do not.' });
  return { app, stack, b };
}

test.each(['the construct', 'its scope', 'the stack', 'the app'])('at %s it silences a warning', (level) => {
  const { app, stack, b } = withProblem(WARNING);
  const scope = { 'the construct': b, 'its scope': b.node.scope!, 'the stack': stack, 'the app': app }[
    level
  ]!;
  SafeEks.acknowledge(scope, WARNING, 'behind a VPN');

  expect(warningsOf(app)).toEqual([]);
});

test('it silences an error that may be acknowledged', () => {
  const { app, b } = withProblem(SILENCEABLE_ERROR);
  expect(problemsOf(app)).toEqual(['SEKS3005 at stack/A/B']);
  SafeEks.acknowledge(b, SILENCEABLE_ERROR, 'nodes come from Karpenter');

  expect(problemsOf(app)).toEqual([]);
  expect(warningsOf(app)).toEqual([]);
});

test('it may be given before the construct with the problem is made', () => {
  const app = newApp();
  const stack = newStack(app);
  SafeEks.acknowledge(stack, SILENCEABLE_ERROR, 'nodes come from Karpenter');
  const a = new Construct(stack, 'A');
  SafetyReport.of(a).add(a, { code: SILENCEABLE_ERROR, what: 'it is risky', fix: 'Do not.' });

  expect(warningsOf(app)).toEqual([]);
});

test('it may be given before the app has a stack', () => {
  const app = newApp();
  SafeEks.acknowledge(app, WARNING, 'a sandbox');
  const a = new Construct(newStack(app), 'A');
  SafetyReport.of(a).add(a, { code: WARNING, what: 'it is risky', fix: 'Do not.' });

  expect(warningsOf(app)).toEqual([]);
});

test('it silences all problems of its code below it, but none of another code', () => {
  const { app, stack, b } = withProblem(WARNING);
  SafetyReport.of(stack).add(stack, { code: WARNING, what: 'it is risky too', fix: 'Do not.' });
  SafetyReport.of(b).add(b, { code: 'SEKS3004', what: 'it floats', fix: 'Pin it.' });
  SafeEks.acknowledge(stack, WARNING, 'a sandbox');

  expect(warningsOf(app)).toEqual(['stack/A/B: it floats (SEKS3004). Pin it.']);
});

test('it does not silence its siblings', () => {
  const { app, stack } = withProblem(SILENCEABLE_ERROR);
  SafeEks.acknowledge(new Construct(stack, 'Sibling'), SILENCEABLE_ERROR, 'a sandbox');

  expect(problemsOf(app)).toEqual(['SEKS3005 at stack/A/B']);
});

test('one that matches nothing warns (SEKS1004)', () => {
  const { app, stack } = withProblem(WARNING);
  SafeEks.acknowledge(stack, WARNING, 'a sandbox');
  SafeEks.acknowledge(stack, 'SEKS3004', 'we like surprises');

  expect(warningsOf(app)).toEqual([
    'stack: SEKS3004 is acknowledged here but does not occur (SEKS1004). Remove the acknowledgement.',
  ]);
});

test('one for the app that matches nothing in any stack warns once', () => {
  const app = newApp();
  for (const name of ['one', 'two']) {
    SafetyReport.of(newStack(app, name));
  }
  SafeEks.acknowledge(app, WARNING, 'a sandbox');

  expect(warningsOf(app)).toEqual([
    'app: SEKS1203 is acknowledged here but does not occur (SEKS1004). Remove the acknowledgement.',
  ]);
});
test('the warning about one for the app is in the output', () => {
  const app = newApp();
  SafetyReport.of(newStack(app));
  SafeEks.acknowledge(app, WARNING, 'a sandbox');

  expect(warningsOf(app)).toHaveLength(1);
});

test('one for the app that matches in the last stack only does not warn', () => {
  const app = newApp();
  const [one, two] = [newStack(app, 'one'), newStack(app, 'two')];
  SafetyReport.of(one);
  SafetyReport.of(two).add(two, { code: WARNING, what: 'it is risky', fix: 'Do not.' });
  SafeEks.acknowledge(app, WARNING, 'a sandbox');
  synth(app);

  expect(app.node.metadata).toEqual([]);
});
test('one for a stack without any construct of the library warns', () => {
  const app = newApp();
  const { stack } = { stack: newStack(app) };
  SafeEks.acknowledge(stack, WARNING, 'a sandbox');

  expect(warningsOf(app)).toHaveLength(1);
});
test('two for the same problem, for the construct and for the stack, do not warn', () => {
  const { app, stack, b } = withProblem(WARNING);
  SafeEks.acknowledge(stack, WARNING, 'a sandbox');
  SafeEks.acknowledge(b, WARNING, 'behind a VPN');

  expect(warningsOf(app)).toEqual([]);
});

test('one for an error that cannot be silenced is an error beside it (SEKS1005)', () => {
  const { app, b } = withProblem('SEKS1002');
  SafeEks.acknowledge(b, 'SEKS1002', 'I know better');

  expect(messagesOf(app)).toEqual([
    'stack/A/B: it is risky (SEKS1002). Do not.',
    'stack/A/B: SEKS1002 is acknowledged but is an error that cannot be (SEKS1005). ' +
      'Remove the acknowledgement; docs/errors.md lists the codes and which can be acknowledged.',
  ]);
});

test('one for a code that does not exist is an error (SEKS1005)', () => {
  const { app, stack } = withProblem(WARNING);
  SafeEks.acknowledge(stack, 'toString', 'a typing error');

  expect(messagesOf(app)).toEqual([
    "stack: 'toString' is acknowledged but is no code of this library (SEKS1005). " +
      'Remove the acknowledgement; docs/errors.md lists the codes and which can be acknowledged.',
  ]);
  expect(errorsOf(app)[0]).toMatchObject({ property: 'code', value: 'toString' });
});

test('one for the app with a code that does not exist is an error', () => {
  const { app } = withProblem(WARNING);
  SafeEks.acknowledge(app, 'SEKS9999', 'a typing error');

  expect(problemsOf(app)).toEqual(['SEKS1005 at ']);
});

test('one without a reason is an error and silences nothing', () => {
  const { app, b } = withProblem(SILENCEABLE_ERROR);
  SafeEks.acknowledge(b, SILENCEABLE_ERROR, '  ');

  expect(messagesOf(app)).toEqual([
    'stack/A/B: the acknowledgement of SEKS3005 gives no reason (SEKS1005). Say why the risk is taken.',
    'stack/A/B: it is risky (SEKS3005). Do not.',
  ]);
});
