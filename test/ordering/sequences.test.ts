/**
 * Sequences: elements of a stage that come one after another.
 */
import type { TerraformStack } from 'cdktf';
import { expect, test } from '@jest/globals';
import { DeploymentOrder } from '../../lib/ordering/deployment-order';
import { DeploymentStage } from '../../lib/ordering/deployment-stage';
import { fake } from '../support/fake-resource';
import { newApp, newStack, synth } from '../support/synth';

const { COMPUTE, WORKLOADS } = DeploymentStage;

/** Edges within a stack by id, of resources that join with a sequence. */
function edges(build: (order: DeploymentOrder, stack: TerraformStack) => void): unknown {
  const app = newApp();
  const stack = newStack(app);
  build(new DeploymentOrder(stack), stack);
  const { graph } = synth(app).stack('stack');
  const nameOf = (address: string): string => graph.nodes.find((node) => node.address === address)!.path;
  return Object.fromEntries(graph.resources.map(({ path, dependsOn }) => [path, dependsOn.map(nameOf)]));
}

function join(order: DeploymentOrder, stack: TerraformStack, id: string, sequence?: string): void {
  order.join(COMPUTE, fake(stack, id), { sequence });
}

test('each element of a sequence comes after the one before it by name, in whatever order they join', () => {
  const expected = { a: [], b: ['a'], c: ['b'] };
  for (const ids of [
    ['a', 'b', 'c'],
    ['c', 'a', 'b'],
  ]) {
    expect(
      edges((order, stack) => {
        ids.forEach((id) => {
          join(order, stack, id, 's');
        });
      }),
    ).toEqual(expected);
  }
});

test('sequences, and what is in none, do not wait for each other', () => {
  expect(
    edges((order, stack) => {
      join(order, stack, 'a', 'one');
      join(order, stack, 'b', 'two');
      join(order, stack, 'c', 'one');
      join(order, stack, 'd');
      join(order, stack, 'e');
    }),
  ).toEqual({ a: [], b: [], c: ['a'], d: [], e: [] });
});

test('a sequence ends with its stage, and later stages wait for all of it', () => {
  expect(
    edges((order, stack) => {
      join(order, stack, 'a', 's');
      join(order, stack, 'b', 's');
      order.join(WORKLOADS, fake(stack, 'z'), { sequence: 's' });
    }),
  ).toEqual({ a: [], b: ['a'], z: ['a', 'b'] });
});

test('a sequence is within a stack', () => {
  const app = newApp();
  const [one, two] = [newStack(app, 'one'), newStack(app, 'two')];
  const order = new DeploymentOrder(one);
  join(order, two, 'a', 's');
  join(order, one, 'b', 's');
  expect(synth(app).stacks.flatMap(({ graph }) => graph.resources.map(({ dependsOn }) => dependsOn))).toEqual(
    [[], []],
  );
});
