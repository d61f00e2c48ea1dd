/**
 * Orders that cannot be: cycles, unknown names, names taken twice.
 */
import { expect, test } from '@jest/globals';
import { Construct } from 'constructs';
import { DeploymentOrder } from '../../lib/ordering/deployment-order';
import { DeploymentStage } from '../../lib/ordering/deployment-stage';
import { edgesOf, fake } from '../support/fake-resource';
import { errorsOf, messagesOf, newApp, newStack, problemsOf, synth } from '../support/synth';

const { PRE_COMPUTE_ADDONS, COMPUTE } = DeploymentStage;

function newOrder() {
  const app = newApp();
  const stack = newStack(app);
  const order = new DeploymentOrder(new Construct(stack, 'Owner'));
  return { app, stack, order };
}

test('elements that wait for each other are a cycle, which is named (SEKS1301)', () => {
  const { app, stack, order } = newOrder();
  order.join(PRE_COMPUTE_ADDONS, fake(stack, 'c'), { after: ['a'] });
  order.join(PRE_COMPUTE_ADDONS, fake(stack, 'a'), { after: ['b'] });
  order.join(PRE_COMPUTE_ADDONS, fake(stack, 'b'), { after: ['c'] });

  expect(messagesOf(app)).toEqual([
    'stack/Owner: elements of the stage pre-compute-addons wait for each other: a → b → c → a ' +
      '(each waits for the next) (SEKS1301). Remove one of these edges.',
  ]);
  expect(errorsOf(app)[0]).toMatchObject({ property: 'after', value: ['a', 'b', 'c'] });
});

test('an element that comes after itself is a cycle', () => {
  const { app, stack, order } = newOrder();
  order.join(PRE_COMPUTE_ADDONS, fake(stack, 'a'), { after: ['a'] });

  expect(messagesOf(app)[0]).toContain('wait for each other: a → a (');
});

test('a misspelt name in after is reported with the name that was meant (SEKS1302)', () => {
  const { app, stack, order } = newOrder();
  order.join(PRE_COMPUTE_ADDONS, fake(stack, 'vpc-cni'));
  order.join(PRE_COMPUTE_ADDONS, fake(stack, 'hook'), { after: ['vpc-cnl'] });

  expect(messagesOf(app)).toEqual([
    "stack/Owner: 'hook' comes after 'vpc-cnl', which is neither in the stage pre-compute-addons nor in one before (SEKS1302). " +
      "Did you mean 'vpc-cni'?",
  ]);
  expect(errorsOf(app)[0]).toMatchObject({ property: 'after', value: 'vpc-cnl', limit: 'hook, vpc-cni' });
});

test('a name in after that is like no other is reported without a suggestion', () => {
  const { app, stack, order } = newOrder();
  order.join(PRE_COMPUTE_ADDONS, fake(stack, 'vpc-cni'));
  order.join(PRE_COMPUTE_ADDONS, fake(stack, 'hook'), { after: ['something-else'] });

  expect(messagesOf(app)).toEqual([
    "stack/Owner: 'hook' comes after 'something-else', which is neither in the stage pre-compute-addons nor in one before (SEKS1302). " +
      'Add it, or drop the name.',
  ]);
});

test('after may name an element of a stage before, but none of a later one', () => {
  const { app, stack, order } = newOrder();
  order.join(PRE_COMPUTE_ADDONS, fake(stack, 'cni'));
  order.join(COMPUTE, fake(stack, 'workers'), { after: ['cni'] });
  expect(edgesOf(synth(app))).toEqual({ workers: ['cni'] });

  order.join(PRE_COMPUTE_ADDONS, fake(stack, 'hook'), { after: ['workers'] });
  expect(problemsOf(app)).toEqual(['SEKS1302 at stack/Owner']);
});

test('two elements of one name in a stage are reported (SEKS1304)', () => {
  const { app, stack, order } = newOrder();
  order.join(COMPUTE, fake(stack, 'a'), { name: 'workers' });
  order.join(COMPUTE, fake(stack, 'workers'));

  expect(messagesOf(app)).toEqual([
    "stack/Owner: two elements of the stage compute are named 'workers' (SEKS1304). Give one of them another id or name.",
  ]);
  expect(errorsOf(app)[0]).toMatchObject({ value: 'workers' });
});

test('three elements of one name are one problem', () => {
  const { app, stack, order } = newOrder();
  ['a', 'b', 'c'].forEach((id) => {
    order.join(COMPUTE, fake(stack, id), { name: 'workers' });
  });

  expect(problemsOf(app)).toEqual(['SEKS1304 at stack/Owner']);
});

test('the same name in two stages is no problem', () => {
  const { app, stack, order } = newOrder();
  order.join(PRE_COMPUTE_ADDONS, fake(stack, 'cni'), { name: 'x' });
  order.join(COMPUTE, fake(stack, 'workers'), { name: 'x' });

  expect(edgesOf(synth(app))).toEqual({ workers: ['cni'] });
});

test('the problems of all stages are reported together', () => {
  const { app, stack, order } = newOrder();
  order.join(PRE_COMPUTE_ADDONS, fake(stack, 'a'), { after: ['nowhere'] });
  order.join(COMPUTE, fake(stack, 'b'), { name: 'x' });
  order.join(COMPUTE, fake(stack, 'c'), { name: 'x', after: ['x'] });

  expect(problemsOf(app)).toEqual(
    ['SEKS1301', 'SEKS1302', 'SEKS1304'].map((code) => `${code} at stack/Owner`),
  );
});

test('the same problems are found at every synthesis', () => {
  const { app, stack, order } = newOrder();
  order.join(COMPUTE, fake(stack, 'a'), { after: ['nowhere'] });

  expect(problemsOf(app)).toEqual(problemsOf(app));
  expect(problemsOf(app)).toHaveLength(1);
});
