/**
 * An app read back from its output folder.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { Annotations, Aspects } from 'cdktf';
import { SynthesizedApp } from '../../lib/testing';
import { fake } from '../support/fake-resource';
import { newApp, newStack } from '../support/synth';

test('stacks come in the order in which they are deployed, whatever their names and the order of making', () => {
  const app = newApp();
  const [a, b, c] = ['a', 'b', 'c'].map((name) => newStack(app, name));
  a!.addDependency(c!);
  c!.addDependency(b!);

  const { stacks } = SynthesizedApp.of(app);
  expect(stacks.map(({ name, dependencies }) => [name, dependencies])).toEqual([
    ['b', []],
    ['c', ['b']],
    ['a', ['c']],
  ]);
});

test('a stack has the configuration that stands in its folder, and the graph of it', () => {
  const app = newApp();
  fake(newStack(app), 'resource');
  const stack = SynthesizedApp.of(app).stack('stack');

  expect(stack.configuration).toEqual(JSON.parse(readFileSync(join(stack.directory, 'cdk.tf.json'), 'utf8')));
  expect(stack.graph.at('resource').address).toBe('terraform_data.resource');
});

test('aspects run and annotations are read', () => {
  const app = newApp();
  const stack = newStack(app);
  Aspects.of(stack).add({
    visit: (node) => {
      if (node === stack) {
        Annotations.of(node).addWarning('careful');
      }
    },
  });

  expect(SynthesizedApp.of(app).stack('stack').annotations).toMatchObject([
    { constructPath: 'stack', level: '@cdktf/warn', message: 'careful' },
  ]);
});

test('what was synthesized before can be read from its folder', () => {
  const app = newApp();
  newStack(app);
  app.synth();

  expect(SynthesizedApp.fromDirectory(app.outdir).stacks.map(({ name }) => name)).toEqual(['stack']);
});

test('a stack that does not exist is answered with those that do', () => {
  const app = newApp();
  newStack(app, 'one');
  newStack(app, 'two');

  expect(() => SynthesizedApp.of(app).stack('three')).toThrow("No stack 'three'. There are: one, two");
});
